from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from studytool.core.errors import ModelError
from studytool.gui.chart_images import Size
from studytool.gui.report_edits import arranged
from studytool.gui.report_html import PRINTED
from studytool.gui.report_page import Page, numbered, page_html
from studytool.report.outline import ReportItem
from studytool.study import Study

if TYPE_CHECKING:
    from studytool.outcome import Run


@pytest.fixture(scope="module")
def page(sample_run: Run) -> Page:
    output = sample_run.output
    return Page(
        study=sample_run.study,
        output=output,
        items=arranged(sample_run.study, tables=output.tables, charts=output.figures),
        look=PRINTED,
        width=700,
        sizes=dict.fromkeys(output.figures, Size(700, 200)),
    )


def test_everything_of_the_run_is_on_the_page(page: Page) -> None:
    html = page_html(page)
    assert page.output is not None
    shown = [item.table for item in page.items if item.table]
    assert sorted(shown) == sorted(page.output.tables)
    for number, name in enumerate(shown, start=1):
        table = page.output.tables[name]
        assert f"Table {number}. {table.caption}" in html.replace("&#x27;", "'")
    assert html.count("<img src=") >= len(page.output.figures)
    assert "SYNTHETIC DATA" in html


def test_a_chart_carries_its_words(page: Page) -> None:
    assert page.output is not None
    html = page_html(page).replace("&#x27;", "'")
    assert page.output.figures["f_path"].alt_text in html


def test_hidden_entries_are_not_counted() -> None:
    items = [
        ReportItem(table="a", hidden=True),
        ReportItem(table="b"),
        ReportItem(note="x"),
        ReportItem(chart="c"),
        ReportItem(table="d"),
    ]
    assert numbered(items) == ["", "Table 1", "", "Figure 1", "Table 2"]


def test_a_hidden_entry_can_be_shown_again(page: Page) -> None:
    first, *others = page.items
    hidden = replace(page, items=[first.model_copy(update={"hidden": True}), *others])
    html = page_html(hidden)
    assert "Show what is hidden (1)" in html
    assert 'href="more:0"' not in html


def test_a_model_table_has_why_and_how(page: Page) -> None:
    html = page_html(page)
    place = page.items.index(ReportItem(table="t_offer"))
    for verb in ("why", "how", "settings", "copy", "more"):
        assert f'href="{verb}:{place}"' in html
    described = page.items.index(ReportItem(table="t_safety"))
    assert f'href="why:{described}"' not in html


def test_stale_results_say_since_when(page: Page) -> None:
    stale = page_html(replace(page, stale="Stale since 10:44: standard errors"))
    assert "Stale since 10:44: standard errors" in stale
    assert "Scale 0 to 40" not in stale


def test_findings_open_on_request(page: Page) -> None:
    place = page.items.index(ReportItem(table="t_offer"))
    short, whole = page_html(page), page_html(replace(page, opened=frozenset({place})))
    assert len(whole) > len(short)
    assert "What you can do." in whole
    assert "What you can do." not in short


def test_an_error_leads_to_its_place(page: Page) -> None:
    error = ModelError("It cannot be.", where="models[1].cluster", remedy="Name a level.")
    html = page_html(replace(page, error=error))
    for words in ("It cannot be", "Name a level", 'href="place:models[1].cluster"'):
        assert words in html


def test_notes_are_text(page: Page) -> None:
    noted = replace(page, items=[ReportItem(note="5 < 6\nand more"), *page.items])
    assert "5 &lt; 6<br>and more" in page_html(noted)


def test_an_empty_report_says_what_it_waits_for(page: Page) -> None:
    empty = Page(study=Study(title="New"), output=None, items=[], look=PRINTED, width=700)
    assert "No data yet" in page_html(empty)
    assert 'href="place:waves"' in page_html(empty)
    waiting = replace(empty, study=page.study)
    assert "on their way" in page_html(waiting)
    bare = replace(page, study=page.study.model_copy(update={"tables": (), "charts": ()}), items=[])
    assert "No table yet" in page_html(bare)
    assert 'href="show:0"' in page_html(bare)


def test_a_table_is_set_again_only_where_it_is_another(page: Page) -> None:
    assert page.output is not None
    before, kept = page_html(page), dict(page.drawn)
    assert page_html(page) == before
    assert all(page.drawn[place] is kept[place] for place in kept)
    name, table = next(iter(page.output.tables.items()))
    other = replace(table, stub="Another stub")
    output = replace(page.output, tables={**page.output.tables, name: other})
    changed = page_html(replace(page, output=output))
    assert changed == page_html(replace(page, output=output, drawn={}))
    assert "Another stub" in changed
    wider = replace(page, width=page.width + 100)
    assert page_html(wider) == page_html(replace(wider, drawn={}))
