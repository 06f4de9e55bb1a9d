"""The report as a document: its entries in order, findings and methods after them."""

from __future__ import annotations

import pytest

from studytool.report.outline import ReportItem
from studytool.roi.brief import FigurePart, HeadingPart, TablePart, TextPart
from studytool.roi.report_brief import report_brief


def printed(run, items):
    return report_brief(
        "A study",
        items,
        material=run.material,
        tables=run.output.tables,
        figures=run.output.figures,
        returns=run.returns,
        minimum=5,
    )


def words(part):
    return [run.text for paragraph in part.paragraphs for run in paragraph]


def test_everything_the_report_shows_is_printed_in_its_order(sample_run):
    chart = next(iter(sample_run.output.figures))
    items = (
        ReportItem(heading="First"),
        ReportItem(chart=chart),
        ReportItem(note="Read {this} with care.\n\nAnd this."),
    )
    made = printed(sample_run, items)
    heading, figure, note, *rest = made.parts
    assert heading == HeadingPart("First")
    assert isinstance(figure, FigurePart)
    assert words(note) == ["Read {this} with care.", "And this."]
    tables = [part for part in rest if isinstance(part, TablePart)]
    assert len(tables) == len(sample_run.output.tables)
    assert [part.number for part in tables] == list(range(1, len(tables) + 1))
    assert made.series == "Report"


def test_findings_and_methods_are_told_after_the_results(sample_run):
    made = printed(sample_run, ())
    headings = [part.text for part in made.parts if isinstance(part, HeadingPart)]
    assert headings[-2:] == ["Read with care", "How the numbers were made"]
    told = " ".join(
        word for part in made.parts if isinstance(part, TextPart) for word in words(part)
    )
    assert "rows" in told


@pytest.mark.parametrize("group", ["tables", "figures"])
def test_what_is_hidden_is_not_printed(sample_run, group):
    shown = getattr(sample_run.output, group)
    field = "table" if group == "tables" else "chart"
    items = tuple(ReportItem(**{field: name}, hidden=True) for name in shown)
    kind = TablePart if group == "tables" else FigurePart
    assert not [part for part in printed(sample_run, items).parts if isinstance(part, kind)]
