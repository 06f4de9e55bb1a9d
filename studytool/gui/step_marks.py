"""Step marks: what the rail says of each step, asked of the document, not of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from studytool.roi.cost import CostSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from studytool.core.errors import StudyError
    from studytool.core.findings import Finding
    from studytool.gui.document import Document

Mark = Literal["done", "warning", "waits", ""]

_ROWS = ("panel", "variables", "decisions", "derived", "measures")


def mark_of(key: str, document: Document) -> Mark:
    """Return what the rail says of a step, whether or not its screen has been made.

    Parameters
    ----------
    key : str
        The step, such as "models".
    document : Document
        What is open.
    """
    return _MARKS[key](document)


def is_of_the_panel(where: str) -> bool:
    """Return whether a place is about rows, variables or decisions, not about another screen."""
    return where.startswith(_ROWS) or ", row" in where


def is_of_the_money(error: StudyError, document: Document) -> bool:
    """Return whether an error is about costs, what is assumed, or a file of costs."""
    files = [cost.source for cost in document.study.costs if isinstance(cost, CostSheet)]
    about = error.where.startswith(("roi", "costs", "parameters"))
    return about or any(error.where.startswith(name) for name in files)


def _waves(document: Document) -> Mark:
    return "done" if document.study.waves else ""


def _panel(document: Document) -> Mark:
    error, run = document.error, document.run
    if error is not None and is_of_the_panel(error.where):
        return "warning"
    if run is None:
        return "waits" if document.study.waves else ""
    return _worst(run.panel.findings, bad=("warning", "error"))


def _services(document: Document) -> Mark:
    if _stopped_at(document, "exposures"):
        return "warning"
    if not document.study.exposures:
        return ""
    if document.run is None:
        return "waits"
    return _worst(document.run.link.findings)


def _describe(document: Document) -> Mark:
    if _stopped_at(document, "analyses"):
        return "warning"
    if not document.study.analyses or document.run is None:
        return ""
    told = [described for _, described in document.run.material.analyses.values()]
    return _worst(found for one in told for found in one.findings)


def _models(document: Document) -> Mark:
    if _stopped_at(document, "models", "assignment"):
        return "warning"
    if not document.study.models or document.run is None:
        return ""
    results = [result for _, result in document.run.material.models.values()]
    return _worst(found for one in results for found in one.findings)


def _roi(document: Document) -> Mark:
    error, run = document.error, document.run
    if error is not None and is_of_the_money(error, document):
        return "warning"
    if document.study.roi is None or run is None or run.returns is None:
        return ""
    return _worst(run.returns.findings, bad=("warning", "error"))


def _brief(document: Document) -> Mark:
    run = document.run
    if _stopped_at(document, "brief"):
        return "warning"
    if document.study.brief is None or run is None or run.output.brief is None:
        return ""
    return "warning" if run.output.brief.findings else "done"


def _stopped_at(document: Document, *groups: str) -> bool:
    return document.error is not None and document.error.where.startswith(groups)


def _worst(findings: Iterable[Finding], bad: tuple[str, ...] = ("error",)) -> Mark:
    return "warning" if any(found.level in bad for found in findings) else "done"


_MARKS: Mapping[str, Callable[[Document], Mark]] = {
    "waves": _waves,
    "panel": _panel,
    "services": _services,
    "describe": _describe,
    "models": _models,
    "roi": _roi,
    "brief": _brief,
}
