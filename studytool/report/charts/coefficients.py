"""Estimates and their intervals side by side, against no effect."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import DocumentError
from studytool.core.spec import nearest
from studytool.models.result import Estimate, ModelResult, NotAvailable
from studytool.report.behind import people_behind
from studytool.report.figure import Figure
from studytool.report.labels import model_label, term_label
from studytool.report.material import ChartSpec, Material
from studytool.report.model_notes import model_counts, model_findings, model_notes, outcome_lines
from studytool.report.notes import finding_notes
from studytool.report.numbers import HARD_SPACE, interval, shown
from studytool.report.table import Cell
from studytool.report.term_people import term_behind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.figure import Figure as Canvas

    from studytool.models.spec import ModelSpec
    from studytool.report.figure import Data

_COLUMNS = (
    *("model", "model_label", "term", "label", "method"),
    *("estimate", "std_error", "low", "high", "p", "n"),
)


class CoefficientChart(ChartSpec):
    """One point and interval a model and term."""

    called: ClassVar[str] = "Coefficients"
    kind: Literal["coefficients"] = "coefficients"
    models: tuple[str, ...] = Field(min_length=1, description="Models, top to bottom.")
    terms: tuple[str, ...] = Field(
        default=(), description="Terms to draw; the treatments where left out."
    )
    decimals: int = Field(default=2, ge=0, le=6, description="Decimals printed.")

    def uses(self) -> tuple[str, ...]:
        """Return the names of its models."""
        return self.models

    def draw(self, material: Material) -> Figure:
        """Collect one row a model and term."""
        shown_models = [material.models[name] for name in self.models]
        results = [result for _, result in shown_models]
        _refuse_unknown(self, results)
        title, unit_line = outcome_lines(material.panel, results)
        data = tuple(
            _data_row(self, material, spec, result, term)
            for spec, result in shown_models
            for term in _terms(self, result)
        )
        tell = _words(self.title, title)
        caption, alt_text = tell(data)
        levels = dict.fromkeys(f"{100 * result.level:g}" for result in results)
        level = f"{' and '.join(levels)} % intervals"
        return Figure(
            name=self.name,
            kind=self.kind,
            caption=caption,
            alt_text=alt_text,
            columns=_COLUMNS,
            data=data,
            paint=_paint,
            tell=tell,
            unit_line=f"{unit_line}. {level}" if unit_line else f"Estimates with {level}",
            notes=(
                *model_notes(material.panel, shown_models),
                *finding_notes(model_findings(shown_models)),
            ),
            findings=model_findings(shown_models),
            counts=model_counts(material.panel, shown_models),
        )


def _terms(chart: CoefficientChart, result: ModelResult) -> list[str]:
    if not chart.terms:
        return list(result.shown)
    return [term for term in chart.terms if term in result.estimates]


def _refuse_unknown(chart: CoefficientChart, results: Sequence[ModelResult]) -> None:
    known = list(dict.fromkeys(term for result in results for term in result.estimates))
    for place, term in enumerate(chart.terms):
        if term not in known:
            raise DocumentError(
                f'No model shown has the term "{term}".',
                where=f"terms[{place}]",
                remedy=nearest(term, known),
            )


def _data_row(
    chart: CoefficientChart,
    material: Material,
    spec: ModelSpec,
    result: ModelResult,
    term: str,
) -> Mapping[str, Cell]:
    people = people_behind(material.panel, result)
    count, base = term_behind(material.panel, result, term)
    shape = Cell(decimals=chart.decimals, count=count, base=base)
    texts = {
        "model": result.name,
        "model_label": model_label(spec),
        "term": term,
        "label": term_label(material.panel, term),
        "method": result.convention,
    }
    n = Cell(value=float(result.n_people), unit="count", decimals=0, count=people)
    return {
        **{column: Cell(value=text, unit="text") for column, text in texts.items()},
        **_numbers(result.estimates[term], shape),
        "n": n,
    }


def _numbers(found: Estimate | NotAvailable, shape: Cell) -> dict[str, Cell]:
    if isinstance(found, NotAvailable):
        gone = Cell(reason=f"not estimable: {found.reason}")
        return dict.fromkeys(("estimate", "std_error", "low", "high", "p"), gone)
    numbers = {
        "estimate": found.estimate,
        "std_error": found.std_error,
        "low": found.low,
        "high": found.high,
        "p": found.p,
    }
    return {
        name: replace(shape, value=number, unit="p" if name == "p" else "number")
        if math.isfinite(number)
        else replace(shape, reason="not available")
        for name, number in numbers.items()
    }


def _words(title: str, about: str) -> Callable[[Data], tuple[str, str]]:
    def tell(data: Data) -> tuple[str, str]:
        start = "Points with intervals against a dashed line at zero. "
        return title or about, start + " ".join(_sentence(row, data) for row in data)

    return tell


def _sentence(row: Mapping[str, Cell], data: Data) -> str:
    name = str(row["model_label"].value)
    if len({point["term"].value for point in data}) > 1:
        name += f", {row['label'].value}"
    if row["estimate"].value is None:
        return f"{name}: {row['estimate'].reason or 'no value'}."
    span = interval(shown(row["low"]), shown(row["high"]))
    return f"{name}: {shown(row['estimate'])}, interval {span}, n {shown(row['n'])}.".replace(
        HARD_SPACE, " "
    )


def _paint(data: Data, canvas: Canvas) -> None:
    from studytool.report.coefficient_paint import paint_coefficients

    paint_coefficients(data, canvas)
