"""Ever: whether there was at least one contact in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from studytool.exposure.rule import Exposure

if TYPE_CHECKING:
    import pandas as pd

    from studytool.exposure.rule import Matches
    from studytool.survey.panel import Panel


class Ever(Exposure):
    """1 with at least one contact in the window, 0 without."""

    called: ClassVar[str] = "Whether served"
    kind: Literal["ever"] = "ever"
    value_labels: ClassVar[dict[str, str]] = {"0": "No", "1": "Yes"}

    def apply(self, matches: Matches, panel: Panel) -> pd.Series:
        """Return 1 where a contact fell into the window, 0 where none did."""
        import numpy as np
        import pandas as pd

        contacts = np.bincount(matches.row, minlength=matches.n_rows)
        values = np.where(matches.known, (contacts > 0).astype(np.float64), np.nan)
        return pd.Series(values, index=panel.frame.index)
