from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from studytool.api import open_study
from studytool.core.errors import DocumentError
from studytool.gui import edits, report_edits
from studytool.report.outline import ReportItem
from studytool.study import parse_study

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.study import Study


@pytest.fixture(scope="module")
def study(sample_study_path: Path) -> Study:
    return open_study(sample_study_path)


def items_of(study: Study) -> list[ReportItem]:
    return report_edits.arranged(
        study,
        tables=[*(table.name for table in study.tables), "returns"],
        charts=[chart.name for chart in study.charts],
    )


def test_moving_down_and_up_again_is_the_old_order(study: Study) -> None:
    order = items_of(study)
    down = report_edits.moved(study, order, 0, 1)
    assert items_of(down)[:2] == [order[1], order[0]]
    assert items_of(report_edits.moved(down, items_of(down), 1, -1)) == order


def test_nothing_moves_beyond_an_end(study: Study) -> None:
    order = items_of(study)
    assert items_of(report_edits.moved(study, order, 0, -1)) == order
    last = len(order) - 1
    assert items_of(report_edits.moved(study, order, last, 1)) == order


def test_an_entry_moves_past_what_is_hidden(study: Study) -> None:
    hidden = report_edits.hidden(study, items_of(study), 1)
    order = items_of(hidden)
    moved = items_of(report_edits.moved(hidden, order, 0, 1))
    assert moved.index(order[0]) > moved.index(order[2])


def test_hidden_entries_come_back(study: Study) -> None:
    hidden = report_edits.hidden(study, items_of(study), 2)
    assert items_of(hidden)[2].hidden
    shown = report_edits.all_shown(hidden, items_of(hidden))
    assert items_of(shown) == items_of(study)


def test_a_note_is_put_in_and_typed_anew(study: Study) -> None:
    noted = report_edits.with_text(study, items_of(study), 1, ReportItem(note="Look here"))
    assert items_of(noted)[1].note == "Look here"
    again = report_edits.retyped(noted, items_of(noted), 1, "Look there")
    assert items_of(again)[1].note == "Look there"
    gone = report_edits.deleted(again, items_of(again), 1)
    assert items_of(gone) == items_of(study)


def test_a_table_takes_another_title(study: Study) -> None:
    renamed = report_edits.renamed(study, ReportItem(table="t_cases"), "High difficulties")
    assert next(t for t in renamed.tables if t.name == "t_cases").title == "High difficulties"


def test_a_deleted_table_leaves_the_document(study: Study) -> None:
    order = items_of(study)
    place = order.index(ReportItem(table="t_cases"))
    gone = report_edits.deleted(study, order, place)
    assert "t_cases" not in [table.name for table in gone.tables]
    assert ReportItem(table="t_cases") not in items_of(gone)


def test_a_table_of_the_brief_is_not_deleted_silently(study: Study) -> None:
    order = items_of(study)
    with pytest.raises(DocumentError) as refused:
        report_edits.deleted(study, order, order.index(ReportItem(table="t_offer")))
    assert "t_offer" in str(refused.value)


def test_settings_lead_to_the_model_and_the_analysis(study: Study) -> None:
    assert report_edits.settings_place(study, ReportItem(table="t_offer")) == "models[1]"
    assert report_edits.settings_place(study, ReportItem(chart="f_path")) == "analyses[4]"
    assert report_edits.settings_place(study, ReportItem(table="returns")) == "roi"
    assert report_edits.settings_place(study, ReportItem(table="costs")) == "costs"


def test_models_behind_a_table(study: Study) -> None:
    behind = report_edits.models_behind(study, ReportItem(table="t_offer"))
    assert behind == ("offer_did", "visits", "offer")
    assert report_edits.models_behind(study, ReportItem(table="t_safety")) == ()
    assert report_edits.models_behind(study, ReportItem(table="returns")) == ()


def test_the_order_is_written_to_the_document(study: Study) -> None:
    moved = report_edits.moved(study, items_of(study), 0, 1)
    again = parse_study(moved.to_toml(), folder=study.folder, source="again.toml")
    assert again.report == moved.report != ()
    assert edits.changed(moved, report=study.report) == study


def test_behind_a_sensitivity_table_stands_the_model_that_it_tests(study: Study) -> None:
    text = study.to_toml() + (
        '\n[[tables]]\nname = "t_unseen"\nkind = "sensitivity"\nsensitivity = "offer_unseen"\n'
    )
    more = parse_study(text, folder=study.folder, source="study.toml")
    assert report_edits.models_behind(more, ReportItem(table="t_unseen")) == ("offer",)
    assert report_edits.with_tested(more, ("offer_unseen", "offer", "safety")) == (
        "offer",
        "safety",
    )
