"""Joins exposures to the panel: same rows, same order, and nothing dropped in silence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.core.errors import DocumentError, StudyError
from studytool.core.spec import nearest
from studytool.exposure.contacts import Contacts
from studytool.exposure.log import read_log
from studytool.exposure.match_report import match_report, outside, unknown, unmatched
from studytool.exposure.matching import pair, spread
from studytool.exposure.rule import ExposureLink, Matches
from studytool.exposure.windows import Interviews, windows
from studytool.survey.cell_formats import ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.exposure.log import ExposureLog
    from studytool.exposure.matching import Pairs
    from studytool.exposure.rule import Exposure, MatchReport
    from studytool.exposure.windows import Windows
    from studytool.intake.raw import RawTable
    from studytool.survey.panel import Panel

Codes = npt.NDArray[np.int64]

NO_AMOUNT = "amount of a contact not recorded"
EARLIER_UNKNOWN = "an earlier window is unknown"


def link(panel: Panel, exposures: Sequence[Exposure], logs: Mapping[str, RawTable]) -> ExposureLink:
    """Join every exposure to the panel.

    Parameters
    ----------
    panel : Panel
        People by wave.
    exposures : sequence of Exposure
        What to join, in order.
    logs : mapping of exposure to RawTable
        The log of each, by the exposure's name.

    Returns
    -------
    ExposureLink
        The panel with a column for each exposure, the reports, what was noticed and the contacts.

    Raises
    ------
    DocumentError
        If a name is taken, a column or a level does not exist, or a window needs interview dates
        that the panel does not have.
    """
    reports: dict[str, MatchReport] = {}
    contacts: dict[str, Contacts] = {}
    linked = panel
    for place, exposure in enumerate(exposures):
        try:
            linked, report, joined = _join(linked, exposure, logs[exposure.name])
        except StudyError as error:
            raise error.placed(f"exposures[{place}]") from error
        reports[exposure.name], contacts[exposure.name] = report, joined
    findings = (finding for joined in contacts.values() for finding in joined.findings)
    return ExposureLink(linked, reports, tuple(dict.fromkeys(findings)), contacts)


def _join(panel: Panel, exposure: Exposure, raw: RawTable) -> tuple[Panel, MatchReport, Contacts]:
    """Join one exposure; the numbers happen in `windows`, `matching` and the rule."""
    if exposure.name in panel.frame.columns:
        raise DocumentError(
            f'There is a variable "{exposure.name}" already.', remedy="Choose another name."
        )
    level = _level_column(panel, exposure)
    interviews = _interviews(panel, exposure)
    log = read_log(raw, exposure, key=exposure.key or level, last=_last(interviews))
    keys = ids(panel.frame[level])
    spans = windows(exposure.window, interviews, zero_first=exposure.before_first == "zero")
    spans = _where_keyed(spans, keys, level)
    pairs = pair(log, keys, spans)
    if exposure.window.fixed:
        pairs, spans = spread(pairs, interviews.person), _by_person(spans, interviews.person)
    values = exposure.apply(_matches(pairs, log, spans), panel)
    noticed = (
        *log.findings,
        *unmatched(raw, log, pairs, exposure.key or level),
        *outside(raw, log, pairs, exposure.date),
        *unknown(spans, exposure.name),
    )
    report = match_report(log, pairs, interviews.person)
    joined = Contacts(log, keys, pairs, spans, interviews, raw.rows, noticed)
    return _added(panel, exposure, values, spans, raw), report, joined


def _level_column(panel: Panel, exposure: Exposure) -> str:
    """Return the panel's column with the IDs of the exposure's level."""
    levels = dict(panel.design.levels)
    if panel.design.person:
        levels["person"] = panel.design.person
    column = levels.get(exposure.level)
    if column is None or column not in panel.frame.columns:
        raise DocumentError(
            f'The panel has no level "{exposure.level}".',
            remedy=f"Name its column in [panel] levels. {nearest(exposure.level, list(levels))}",
        )
    return column


def _interviews(panel: Panel, exposure: Exposure) -> Interviews:
    """Return who was interviewed when; without dates only where the window needs none."""
    frame, window = panel.frame, exposure.window
    named = panel.design.person
    person = pd.factorize(frame[named])[0].astype(np.int64) if named else np.arange(len(frame))
    if panel.date is not None:
        date = frame[panel.date].to_numpy().astype("datetime64[D]")
    elif window.dates is None and (window.days or (window.from_, window.to) != ("start", "end")):
        raise DocumentError(
            "The window of the exposure needs the dates of the interviews, and there are none.",
            remedy='Name the column with the date in [[waves]]: date = "interview_date".',
        )
    else:
        date = np.full(len(frame), np.datetime64("NaT"), dtype="datetime64[D]")
    return Interviews(person, frame[panel.design.wave].to_numpy(dtype=np.float64), date)


def _last(interviews: Interviews) -> np.datetime64:
    dated = interviews.date[~np.isnat(interviews.date)]
    return np.datetime64(dated.max()) if dated.size else np.datetime64("NaT")


def _where_keyed(spans: Windows, keys: pd.Series, column: str) -> Windows:
    """Return windows that are unknown where a row has no ID of the level."""
    reasons = spans.reasons.copy()
    keyless = keys.isna().to_numpy()
    reasons[keyless & spans.known] = f"no {column} at this wave"
    return replace(spans, reasons=reasons, known=spans.known & ~keyless)


def _by_person(spans: Windows, person: Codes) -> Windows:
    """Return windows known in all rows of a person where they are in one."""
    size = int(person.max(initial=-1)) + 1
    known = np.bincount(person, weights=spans.known, minlength=size)[person] > 0
    return replace(spans, known=known, reasons=np.where(known, "", spans.reasons))


def _matches(pairs: Pairs, log: ExposureLog, spans: Windows) -> Matches:
    return Matches(
        row=pairs.row,
        amount=log.amounts[pairs.contact],
        date=log.dates[pairs.contact],
        n_rows=len(spans.known),
        known=spans.known,
        before_first=spans.before_first,
    )


def _added(
    panel: Panel, exposure: Exposure, values: pd.Series, spans: Windows, raw: RawTable
) -> Panel:
    """Return the panel with one column more, its codebook entry and its reasons."""
    missing = values.isna().to_numpy()
    other = NO_AMOUNT if exposure.amount else EARLIER_UNKNOWN
    said = np.where(spans.reasons == "", other, spans.reasons)
    reasons = panel.reasons
    if missing.any():
        why = pd.Series(said, index=panel.frame.index, dtype="str").where(missing)
        reasons = reasons.assign(**{exposure.name: why})
    return replace(
        panel,
        frame=panel.frame.assign(**{exposure.name: values}),
        codebook={**panel.codebook, exposure.name: exposure.variable()},
        reasons=reasons,
        sources={**panel.sources, raw.source: raw.digest},
    )
