from __future__ import annotations

import re

from studytool.core.findings import Finding
from studytool.gui.report_html import (
    PRINTED,
    copied_table,
    finding_html,
    own_notes,
)
from studytool.gui.table_html import table_html
from studytool.report.table import Cell, Column, Row, Table

MINUS = "\N{MINUS SIGN}"


def table(*, columns: int = 2, notes: tuple[str, ...] = ()) -> Table:
    heads = [Column("Estimate", "A <model>"), Column("95 % interval", "A <model>")] * 5
    cells = [Cell(-3.123), Cell(low=-4.4, high=-1.85)] * 5
    counts = [Cell(118.0, "count"), Cell("", "text")] * 5
    return Table(
        name="t1",
        kind="regression",
        caption="Visits & difficulties",
        stub="",
        columns=tuple(heads[:columns]),
        rows=(
            Row("Visited", tuple(cells[:columns]), role="lead"),
            Row("Children", tuple(counts[:columns]), role="count"),
        ),
        notes=notes,
        findings=(Finding("warning", "attrition", "A quarter left."),),
    )


def test_numbers_are_written_as_in_print() -> None:
    html = table_html(table(), PRINTED, width=700)
    assert f"{MINUS}3.12" in html
    assert f"{MINUS}4.40 to {MINUS}1.85" in html


def test_what_a_person_typed_is_text_not_markup() -> None:
    html = copied_table(table(), "Table 1")
    assert "A &lt;model&gt;" in html
    assert "Visits &amp; difficulties" in html
    assert "<model>" not in html


def test_a_spanning_head_covers_its_columns_once() -> None:
    html = table_html(table(columns=4), PRINTED, width=700)
    assert html.count("A &lt;model&gt;") == 1
    assert 'colspan="4"' in html


def test_there_are_rules_but_no_vertical_lines() -> None:
    html = table_html(table(), PRINTED, width=700)
    assert "border-top:1px" in html
    assert "border-bottom:1px" in html
    assert not re.search(r"border-(left|right)|border:", html)


def test_a_wide_table_is_set_smaller() -> None:
    assert "font-size:10pt" in table_html(table(), PRINTED, width=700)
    wide = table_html(table(columns=10), PRINTED, width=700)
    assert "font-size:8.5pt" in wide
    assert "font-size:10pt" not in wide


def test_a_narrow_table_keeps_its_measure() -> None:
    found = re.search(r'<table width="(\d+)"', table_html(table(), PRINTED, width=1400))
    assert found is not None
    assert int(found[1]) < 700


def test_stale_takes_the_third_ink() -> None:
    html = table_html(table(), PRINTED.stale(), width=700)
    assert PRINTED.ink not in html
    assert PRINTED.ink3 in html


def test_a_finding_among_the_notes_is_not_told_twice() -> None:
    made = table(notes=("Sample: 118 children.", "Caution. A quarter left."))
    assert own_notes(made) == ("Sample: 118 children.",)


def test_a_finding_says_level_fact_and_remedy() -> None:
    finding = Finding("error", "few_clusters", "Only five schools. More.", remedy="Read the p.")
    whole = finding_html(finding, PRINTED)
    for words in (
        "Serious.",
        "Few clusters",
        "Only five schools",
        "What you can do.",
        "Read the p",
    ):
        assert words in whole
    assert 'href="findings:1"' in finding_html(finding, PRINTED, more="findings:1")
