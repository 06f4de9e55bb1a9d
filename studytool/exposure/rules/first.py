"""First: the wave from which a person was served, which is the person's cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from studytool.exposure.rule import Exposure

if TYPE_CHECKING:
    import pandas as pd

    from studytool.exposure.rule import Matches
    from studytool.survey.panel import Panel


class First(Exposure):
    """Number of the first wave in whose window a contact falls; 0 for never.

    The same in all rows of a person. Missing where an unknown window could hold an earlier contact:
    a first interview's window, which has no start, is not taken for one.
    """

    called: ClassVar[str] = "Wave first served"
    kind: Literal["first"] = "first"

    @model_validator(mode="after")
    def _needs_a_window_for_each_interview(self) -> First:
        if self.window.fixed:
            raise PydanticCustomError(
                "fixed_window",
                "the window is the same at every interview, so that no wave is the first",
                {"remedy": 'Let it close at the interview: to = "interview".'},
            )
        return self

    def apply(self, matches: Matches, panel: Panel) -> pd.Series:
        """Return the person's first wave with a contact, 0 where there is none."""
        import numpy as np
        import pandas as pd

        frame, person = panel.frame, panel.design.person
        who = frame[person].to_numpy() if person else np.arange(len(frame))
        wave = frame[panel.design.wave].to_numpy(dtype=np.float64)
        served = np.zeros(matches.n_rows, dtype=bool)
        served[matches.row] = True
        unknown = ~matches.known & ~matches.before_first
        waves = pd.DataFrame(
            {
                "served": np.where(served, wave, np.inf),
                "unknown": np.where(unknown, wave, np.inf),
                # nothing is known of a person who was met once, before any window
                "seen": matches.known | unknown,
            }
        )
        groups = waves.groupby(who, sort=False)
        first = groups["served"].transform("min").to_numpy()
        doubt = groups["unknown"].transform("min").to_numpy()
        seen = groups["seen"].transform("any").to_numpy()
        values = np.where(np.isinf(first), 0.0, first)
        values[~seen | (doubt < first)] = np.nan
        return pd.Series(values, index=frame.index)
