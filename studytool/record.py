"""A run as a plain record: every number at full precision, for ``--json``."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from studytool.models.result import Estimate, ModelResult, NotAvailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.core.findings import Finding
    from studytool.describe.analysis import Description
    from studytool.exposure.rule import MatchReport
    from studytool.models.families.judged_together import FamilyResult
    from studytool.models.result import TestResult
    from studytool.outcome import Run
    from studytool.report.figure import Figure
    from studytool.report.table import Cell, Table
    from studytool.sensitivity.result import Line, SensitivityResult

INTERNAL = "unsuppressed results, not for release"
_ESTIMATE = ("estimate", "std_error", "df", "p", "low", "high")
_LINE_WORDS = ("name", "role", "behind", "choices")
_TEST = ("statistic", "df", "restrictions", "p", "draws", "low", "high")


def record_of(run: Run) -> dict[str, Any]:
    """Return every number of a run in plain types.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    dict
        Ready for JSON; a number that does not exist is None beside a ``reason``.
    """
    return {
        "internal": INTERNAL,
        "study": {"title": run.study.title, "digest": run.provenance.study_digest},
        "results": {name: _result(result) for name, result in run.results.items()},
        "families": {name: _family(made) for name, made in run.material.families.items()},
        "sensitivity": {
            name: _sensitivity(made) for name, (_, made) in run.material.sensitivity.items()
        },
        "analyses": {name: _description(made) for name, made in run.analyses.items()},
        "tables": {name: _table(table) for name, table in run.tables.items()},
        "charts": {name: _figure(figure) for name, figure in run.figures.items()},
        "exposures": {name: {"report": _report(made)} for name, made in run.link.reports.items()},
        "roi": _fields(run.returns) if run.returns is not None else {},
        "reproduces": [_fields(number) for number in run.reproduced],
        "decisions": [_fields(decision) for decision in run.panel.decisions],
        "findings": [finding_record(finding) for finding in run.findings],
        "made_with": {
            "seed": run.provenance.seed,
            "versions": dict(run.provenance.versions),
            "sources": dict(run.provenance.sources),
        },
    }


def to_json(record: Mapping[str, Any]) -> str:
    """Return a record as JSON text; infinite numbers become null, never NaN."""
    return json.dumps(_plain(record), ensure_ascii=False, indent=1, allow_nan=False)


def _plain(value: Any) -> Any:  # noqa: ANN401  # any JSON value
    """Return `value` with only dicts, lists, texts, booleans, whole and finite numbers."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401  # any of our values
    """Return the fields of a value, values inside it taken apart too."""
    return {name: _inside(getattr(value, name)) for name in value.__dataclass_fields__}


def _inside(value: Any) -> Any:  # noqa: ANN401  # any field of our values
    if isinstance(value, NotAvailable):
        return {"value": None, "reason": value.reason}
    if hasattr(value, "__dataclass_fields__"):
        return _fields(value)
    if isinstance(value, (tuple, list)):
        return [_inside(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _inside(item) for key, item in value.items()}
    return value


def _result(result: ModelResult) -> dict[str, Any]:
    return {
        "kind": result.kind,
        "outcome": result.outcome,
        "estimates": {term: _estimate(made) for term, made in result.estimates.items()},
        "tests": {name: _test(test) for name, test in result.tests.items()},
        "n_rows": result.n_rows,
        "n_people": result.n_people,
        "n_clusters": dict(result.n_clusters),
        "flow": [
            {"reason": step.reason, "rows": step.rows, "people": step.people}
            for step in result.flow.steps
        ],
        "rows_before": result.flow.rows,
        "people_before": result.flow.people,
        "singletons": result.flow.singletons,
        "level": result.level,
        "convention": result.convention,
        "equation": result.equation,
        "statistics": dict(result.statistics),
        "seed": result.seed,
        "findings": [finding_record(finding) for finding in result.findings],
    }


def _estimate(made: Estimate | NotAvailable) -> dict[str, Any]:
    if isinstance(made, NotAvailable):
        return dict.fromkeys(_ESTIMATE) | {"estimate": made.estimate, "reason": made.reason}
    written = {name: getattr(made, name) for name in _ESTIMATE}
    if math.isinf(made.df):
        written |= {"df": None, "reason": "df: normal distribution"}
    return written


def _test(test: TestResult) -> dict[str, Any]:
    written = {name: getattr(test, name) for name in _TEST if getattr(test, name) is not None}
    if test.method:
        written["method"] = test.method
    return written if test.p is not None else {"p": None, "reason": test.reason}


def _family(made: FamilyResult) -> dict[str, Any]:
    written = {
        "method": made.method,
        "adjusted": [_fields(judged) for judged in made.judged],
        "draws": made.draws,
        "index": _estimate(made.index),
    }
    return written | ({"reason": made.reason} if made.reason else {})


def _sensitivity(made: SensitivityResult) -> dict[str, Any]:
    gone = {
        name: one.reason for name, one in made.measures.items() if isinstance(one, NotAvailable)
    }
    return {
        "kind": made.kind,
        "model": made.model,
        "outcome": made.outcome,
        "term": made.term,
        "level": made.level,
        "statement": made.statement,
        "method": made.method,
        "measures": {
            name: {"value": None, "reason": gone[name]} if name in gone else {"value": one}
            for name, one in made.measures.items()
        },
        "lines": {line.name: _line(line) for line in made.lines},
        "balance": [_fields(row) for row in made.balance],
        "n_people": made.people,
        "seed": made.seed,
        "findings": [finding_record(finding) for finding in made.findings],
    }


def _line(line: Line) -> dict[str, Any]:
    written = {name: value for name, value in _fields(line).items() if name not in _LINE_WORDS}
    written["choices"] = dict(line.choices)
    return {name: value for name, value in written.items() if value not in ("", {})}


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return a finding in plain types, without respondents' values."""
    written: dict[str, Any] = {
        "code": finding.code,
        "level": finding.level,
        "message": finding.message,
    }
    extra = {"where": finding.where, "remedy": finding.remedy, "cells": list(finding.cells)}
    return written | {name: value for name, value in extra.items() if value}


def _description(made: Description) -> dict[str, Any]:
    return {
        "kind": made.kind,
        "title": made.title,
        "columns": list(made.columns),
        "rows": [list(row.values()) for row in made.rows],
        "notes": list(made.notes),
        "findings": [finding_record(finding) for finding in made.findings],
    }


def _report(report: MatchReport) -> dict[str, Any]:
    return _fields(report)


def _cell(cell: Cell) -> dict[str, Any]:
    written = {"value": cell.value, "low": cell.low, "high": cell.high, "reason": cell.reason}
    return {name: value for name, value in written.items() if value not in (None, "")} or {
        "value": None
    }


def _table(table: Table) -> dict[str, Any]:
    heads = [f"{c.span}: {c.head}" if c.span else c.head for c in table.columns]
    return {
        "title": table.caption,
        "columns": [table.stub, *heads],
        "rows": [[row.head, *map(_cell, row.cells)] for row in table.rows],
        "notes": list(table.notes),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "title": figure.caption,
        "columns": list(figure.columns),
        "rows": [[_cell(point[name]) for name in figure.columns] for point in figure.data],
        "notes": list(figure.notes),
    }
