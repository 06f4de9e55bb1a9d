"""Where the rows of a log went, and what is worth saying about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.findings import Finding
from studytool.exposure.row_findings import counted
from studytool.exposure.rule import MatchReport
from studytool.exposure.windows import OUT_OF_ORDER

if TYPE_CHECKING:
    from studytool.exposure.log import ExposureLog
    from studytool.exposure.matching import Pairs
    from studytool.exposure.windows import Windows
    from studytool.intake.raw import RawTable

Codes = npt.NDArray[np.int64]


def _matched(log: ExposureLog, pairs: Pairs) -> npt.NDArray[np.bool_]:
    matched = np.zeros(len(log.ids), dtype=bool)
    matched[pairs.contact] = True
    return matched


def match_report(log: ExposureLog, pairs: Pairs, person: Codes) -> MatchReport:
    """Count every row of the log once, however many rows of the panel it counts for.

    Parameters
    ----------
    log : ExposureLog
        The log.
    pairs : Pairs
        Which of its rows count for whom.
    person : ndarray of int64, shape (n,)
        Code of the person of each row of the panel.

    Returns
    -------
    MatchReport
        Its parts add up to the rows of the log.
    """
    known = log.kept & pairs.in_study
    dated = known & ~np.isnat(log.dates)
    matched = _matched(log, pairs)
    return MatchReport(
        rows=len(log.ids),
        matched=int(matched.sum()),
        unmatched=int((log.kept & ~pairs.in_study).sum()),
        outside=int((dated & ~matched).sum()),
        undated=int((known & ~dated).sum()),
        excluded=int((~log.kept).sum()),
        people=len(np.unique(person[pairs.row])),
    )


def unmatched(raw: RawTable, log: ExposureLog, pairs: Pairs, column: str) -> tuple[Finding, ...]:
    """Return the finding about IDs (in `column` of the file) that are in no wave."""
    strange = log.kept & ~pairs.in_study
    different = log.ids[strange].nunique()
    return counted(
        raw,
        strange,
        code="ids_unmatched",
        level="warning",
        message=f"In {{rows}} the ID is in no wave ({different} different in column {column}); "
        "they count for nobody.",
        remedy="Look for mistyped IDs, and correct the log or decide about them.",
        column=column,
    )


def outside(raw: RawTable, log: ExposureLog, pairs: Pairs, column: str) -> tuple[Finding, ...]:
    """Return the finding about contacts of known people whose date no window holds."""
    dated = log.kept & pairs.in_study & ~np.isnat(log.dates)
    return counted(
        raw,
        dated & ~_matched(log, pairs),
        code="contacts_outside",
        level="note",
        message="In {rows} the contact of a known person is dated outside every window, such as "
        "before the first or after the last interview.",
        column=column,
    )


def unknown(spans: Windows, name: str) -> tuple[Finding, ...]:
    """Return a finding for each reason, other than being the first, that windows are unknown."""
    reasons = spans.reasons[~spans.known & ~spans.before_first]
    return tuple(
        Finding(
            "warning" if reason == OUT_OF_ORDER else "note",
            "windows_unknown",
            f'"{name}" is missing at {count} interviews: {reason}.',
        )
        for reason, count in pd.Series(reasons, dtype="str").value_counts(sort=False).items()
    )
