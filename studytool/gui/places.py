"""Places: which screen a place of the document belongs to, and what there is to mind everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studytool.core.errors import DataError
from studytool.core.findings import Finding, by_weight
from studytool.gui.gathered import gathered

if TYPE_CHECKING:
    from studytool.core.errors import StudyError
    from studytool.outcome import Run

ORDER = ("waves", "panel", "services", "describe", "models", "roi", "brief")
"""The steps in the order of the line, by the names of their screens."""

PAIRS = "waves.pairs"
"""Place of the rows of an ID that occurs twice: what a person decides there."""

_SHOWN_IDS = 6

_SCREENS = {
    "files": "waves",
    "waves": "waves",
    "panel": "panel",
    "variables": "panel",
    "decisions": "panel",
    "derived": "panel",
    "measures": "panel",
    "title": "panel",
    "seed": "panel",
    "disclosure": "panel",
    "exposures": "services",
    "assignment": "models",
    "analyses": "describe",
    "models": "models",
    "families": "models",
    "sensitivity": "models",
    "released": "brief",
    "reproduces": "brief",
    "costs": "roi",
    "parameters": "roi",
    "roi": "roi",
    "returns": "roi",
    "brief": "brief",
}


def screen_of(where: str) -> str:
    """Return the screen that a place such as ``models[1].cluster`` is set on.

    Parameters
    ----------
    where : str
        Place in the document, or file, row and column.

    Returns
    -------
    str
        Name of a screen; empty for what belongs to none, such as the order of the report.
    """
    group = re.match(r"[a-z_]*", where)
    name = group.group() if group else ""
    if name in _SCREENS:
        return _SCREENS[name]
    return "waves" if re.match(r"\S+\.(csv|xlsx?|sav|dta|parquet|txt|zip)\b", where) else ""


def has_pairs(error: StudyError | None) -> bool:
    """Return whether an error is about IDs that occur twice: it names them, for the window."""
    return isinstance(error, DataError) and bool(error.values)


def listed_ids(error: StudyError) -> str:
    """Return the IDs an error is about, a few of many, for the window alone; empty for none."""
    shown, rest = error.values[:_SHOWN_IDS], len(error.values) - _SHOWN_IDS
    more = f" and {rest:,} more" if rest > 0 else ""
    return f"{', '.join(shown)}{more}." if shown else ""


def refusal(error: StudyError | None) -> tuple[Finding, ...]:
    """Return why a study cannot be run as it is, as one more thing to mind.

    Parameters
    ----------
    error : StudyError or None
        What stopped the latest run, if anything did.
    """
    if error is None:
        return ()
    message = f"{error.what} {error.why}".strip()
    return (Finding("error", "not_run", message, error.where, error.remedy),)


def all_findings(run: Run | None) -> tuple[Finding, ...]:
    """Return everything to mind about a run: data, services, analyses, models, hidden cells.

    Parameters
    ----------
    run : Run or None
        The latest run, if any.

    Returns
    -------
    tuple of Finding
        The serious first; each placed at what it is about.
    """
    if run is None:
        return ()
    found = list(run.findings)
    analyses = enumerate(run.material.analyses.values())
    for place, (_, described) in analyses:
        found += [finding.placed(f"analyses[{place}]") for finding in described.findings]
    for place, (_, result) in enumerate(run.material.models.values()):
        found += [finding.placed(f"models[{place}]") for finding in result.findings]
    for place, (_, tested) in enumerate(run.material.sensitivity.values()):
        found += [finding.placed(f"sensitivity[{place}]") for finding in tested.findings]
    if run.returns is not None:
        found += [finding.placed("roi") for finding in run.returns.findings]
    return by_weight(gathered(found))
