"""Dose: how many contacts, or how much of an amount, in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from studytool.exposure.rule import Exposure

if TYPE_CHECKING:
    import pandas as pd

    from studytool.exposure.rule import Matches
    from studytool.survey.panel import Panel


class Dose(Exposure):
    """Sum of `amount` over the contacts in the window; their number where no amount is named."""

    called: ClassVar[str] = "How much"
    kind: Literal["dose"] = "dose"

    def apply(self, matches: Matches, panel: Panel) -> pd.Series:
        """Return the sum; missing where the amount of one of its contacts is not recorded."""
        import numpy as np
        import pandas as pd

        total = np.bincount(matches.row, weights=matches.amount, minlength=matches.n_rows)
        return pd.Series(np.where(matches.known, total, np.nan), index=panel.frame.index)
