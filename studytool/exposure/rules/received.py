"""Received: whether a service on a register was confirmed in the window.

A register lists what was issued; issuing a referral is not receiving the service. So rows count
only where `confirmed` says 1 or yes, or where `where` does the confirming, and the rest are counted
as excluded in the match report. `ever` counts every row of a log in which a row is a contact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.exposure.rule import Exposure

if TYPE_CHECKING:
    import pandas as pd

    from studytool.exposure.rule import Matches
    from studytool.survey.panel import Panel


class Received(Exposure):
    """1 with at least one confirmed receipt in the window, 0 without."""

    called: ClassVar[str] = "Whether received, as confirmed"
    kind: Literal["received"] = "received"
    value_labels: ClassVar[dict[str, str]] = {"0": "No", "1": "Yes"}

    confirmed: str = Field(
        default="",
        description="Column of the register that holds 1 or yes where the service was received.",
    )

    @model_validator(mode="after")
    def _says_what_confirms(self) -> Received:
        if not self.confirmed and not self.where.strip():
            raise PydanticCustomError(
                "not_confirmed",
                "nothing says which rows of the register were received",
                {"remedy": 'Name the column (confirmed = "...") or the rows (where = "...").'},
            )
        return self

    def confirmation(self) -> str:
        """Return the column that says whether a row is confirmed."""
        return self.confirmed

    def apply(self, matches: Matches, panel: Panel) -> pd.Series:
        """Return 1 where a confirmed receipt fell into the window, 0 where none did."""
        import numpy as np
        import pandas as pd

        receipts = np.bincount(matches.row, minlength=matches.n_rows)
        values = np.where(matches.known, (receipts > 0).astype(np.float64), np.nan)
        return pd.Series(values, index=panel.frame.index)
