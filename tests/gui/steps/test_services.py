from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTabBar

from studytool.api import open_study, run
from studytool.core.errors import DocumentError
from studytool.gui.document import Document
from studytool.gui.steps.services import ServicesStep
from studytool.gui.widgets.timeline_view import HEAD, ROW, TimelineView
from tests.gui.by_label import choose, click, seen, texts, type_in
from tests.small_study import put, write_study


def shown(qtbot, path, done=None):
    document = Document()
    document.open(path)
    step, side = ServicesStep(document), None
    side = step.side()
    for widget in (step, side):
        qtbot.addWidget(widget)
        widget.resize(858, 700)
        widget.show()
    if done is not None:
        document.show_run(done)
    return step


@pytest.fixture
def sample(qtbot, sample_study_path, sample_run):
    return shown(qtbot, sample_study_path, sample_run)


@pytest.fixture
def small(qtbot, tmp_path):
    return shown(qtbot, write_study(tmp_path))


def tabs(step):
    bar = step.findChild(QTabBar)
    return [bar.tabText(place) for place in range(bar.count())]


def act(step, text):
    menu = next(one.menu() for one in seen(step, QPushButton) if one.text() == "This service")
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_the_parts_of_the_match_report_add_up_to_the_file(sample, sample_run, qtbot):
    for place, exposure in enumerate(sample.document.study.exposures):
        sample._head.open(place)
        report = sample_run.link.reports[exposure.name]
        last = f"Rows in {exposure.source}"
        qtbot.waitUntil(lambda last=last: last in texts(sample.side()).split("\n"))
        told = texts(sample.side()).split("\n")
        names = ("matched", "outside", "unmatched", "undated", "excluded")
        parts = [getattr(report, name) for name in names]
        assert sum(parts) == report.rows
        for part in filter(None, parts):
            assert str(part) in told


def test_a_child_is_chosen_with_the_keyboard_and_read_out(sample):
    sample._head.open(2)
    view = sample.findChild(TimelineView)
    assert view.accessibleName() == "Interviews and contacts"
    first = view.accessibleDescription()
    assert first.startswith("JHB-0001. Interviews: ")
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleDescription().startswith("JHB-0002.")
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.accessibleDescription() == first
    assert "window of JHB-0001, 2022" in texts(sample)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert "window of JHB-0001, 2021" in texts(sample)


def test_children_with_contacts_come_first_and_the_others_can_be_left_out(sample):
    sample._head.open(2)
    met = int(texts(sample).split(" of 212 children with contacts")[0].rsplit("\n", 1)[-1])
    assert 0 < met < 212

    def has_contacts(at):
        row = sample._view.row_at(at)
        return bool(row.counted or row.outside)

    assert [has_contacts(at) for at in range(212)] == [at < met for at in range(212)]
    click(sample, "With contacts only")
    assert sample._view.row_at(met) is None


def test_the_first_service_shown_is_one_with_windows_between_interviews(sample):
    assert sample._open == "visited"


def drag_opening(step, day, *, drop=True):
    """Drag the beginning of the chosen window to a day."""
    view = step._view
    (span,) = view.row.windows[-1:]
    middle = HEAD + ROW // 2 - view.verticalScrollBar().value()
    begin, finish = (QPoint(round(view._x(one)), middle) for one in (span.opens, day))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(view.viewport(), finish)
    if drop:
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=finish)
    return span


def test_a_window_is_dragged_for_every_child_as_one_step(small):
    small.document.show_run(run(small.document.study))
    before = small.document.study
    span = drag_opening(small, small._view.row.windows[-1].closes - 250)
    opens, closes = small.document.study.exposures[0].window.days
    assert abs(opens + 250) <= 3
    assert closes == 0
    assert span.interview == span.closes
    assert small.document.undo.count() == 1
    assert run(small.document.study).link.reports["visited"].rows == 4
    small.document.undo.undo()
    assert small.document.study is before


def test_a_window_dragged_past_its_end_is_refused(small):
    small.document.show_run(run(small.document.study))
    before = small.document.study
    drag_opening(small, small._view.row.windows[-1].closes + 2)
    assert "close before it opens" in texts(small)
    assert small.document.study is before


def test_a_window_is_one_undoable_step_and_is_saved(small, tmp_path):
    before = small.document.study
    choose(small, "From", "The first interview")
    assert small.document.study.exposures[0].window.from_ == "first_interview"
    assert small.document.history[-1].what.startswith("service “Visited”: contacts that count")
    small.document.save(tmp_path / "saved.toml")
    assert open_study(tmp_path / "saved.toml").exposures[0].window.from_ == "first_interview"
    small.document.undo.undo()
    assert small.document.study is before


def test_a_window_that_closes_before_it_opens_is_refused(small):
    before = small.document.study
    choose(small, "To", "The first interview")
    choose(small, "From", "The interview")
    assert "close before it opens" in texts(small)
    assert small.document.study is before


def test_received_asks_which_rows_were_received(small):
    before = small.document.study
    choose(small, "What counts", "Whether received")
    assert "which rows of the register were received" in texts(small)
    assert small.document.study is before
    type_in(small, "Only rows of the log where", "minutes > 30")
    choose(small, "What counts", "Whether received")
    assert small.document.study.exposures[0].kind_name() == "received"


def test_a_column_that_is_not_there_is_told_at_its_field(small):
    click(small, "More")
    type_in(small, "Column with the date", "visit_day")
    with pytest.raises(DocumentError) as raised:
        run(small.document.study)
    small.document.show_error(raised.value)
    assert 'no column "visit_day"' in small._more.form.field("date").error
    assert small.mark() == "warning"
    small.document.undo.undo()
    assert small._more.form.field("date").error == ""


def test_deleting_a_service_says_what_used_it_and_is_undone_there(small):
    before = small.document.study
    act(small, "Delete")
    assert small.document.study.exposures == ()
    assert "“visited” is deleted. The model “effect” needs it" in texts(small)
    click(small, "Undo")
    assert small.document.study is before
    assert tabs(small) == ["Visited"]


def test_a_copy_that_nothing_uses_is_deleted_without_a_word(small):
    act(small, "Duplicate")
    assert tabs(small) == ["Visited", "Visited, copy"]
    act(small, "Delete")
    assert tabs(small) == ["Visited"]
    assert "is deleted" not in texts(small)


def test_what_names_a_service_follows_it_to_a_new_name(small):
    click(small, "More")
    type_in(small, "Name of the variable", "seen")
    assert small.document.study.models[0].treatment == "seen"


def test_a_register_is_added_where_it_lies(small, tmp_path, qtbot):
    small.document.show_run(run(small.document.study))
    other = tmp_path / "registers"
    other.mkdir()
    path = other / "food_parcels.csv"
    put(path, ["child,given,parcels", "C01,2021-02-03,1", "C02,2021-04-05,2"])
    small.add_register(path)
    qtbot.waitUntil(lambda: len(small.document.study.exposures) == 2, timeout=20_000)
    made = small.document.study.exposures[1]
    assert (made.name, made.source, made.date) == ("food_parcels", str(made.source), "given")
    assert made.source == "registers/food_parcels.csv"
    assert tabs(small) == ["Visited", "Food parcels"]
    linked = run(small.document.study).link
    assert linked.reports["food_parcels"].matched == 2


def test_a_file_without_dates_is_refused_in_words(small, tmp_path, qtbot):
    path = tmp_path / "list.csv"
    put(path, ["child,parcels", "C01,1", "C02,2"])
    small.add_register(path)
    qtbot.waitUntil(lambda: "holds dates" in texts(small), timeout=20_000)
    assert len(small.document.study.exposures) == 1


def test_without_a_register_the_way_to_the_first_is_shown(qtbot, tmp_path):
    path = write_study(tmp_path)
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[[exposures]]"), text.index("[[analyses]]")
    models = text.index("[[models]]")
    path.write_text(text[:start] + text[end:models], encoding="utf-8")
    step = shown(qtbot, path)
    assert "No register yet" in texts(step)
    assert step.mark() == ""
    assert "once the register has been read" in texts(step.side())


def test_a_place_of_the_document_or_a_file_opens_its_service(sample):
    sample.reveal("exposures[3].amount")
    assert sample._open == "visit_minutes"
    sample.reveal("referrals_issued.csv, row 12, column child_id")
    assert sample._open == "referred"
    assert sample.mark() == "done"


def test_rows_that_do_not_count_are_listed_on_request(sample, sample_run):
    sample._head.open(2)
    report = sample_run.link.reports["visits"]
    click(sample.side(), f"See the {report.rows - report.matched} not counted")
    assert "Rows not counted" in texts(sample.side())
    click(sample.side(), "Hide the rows")
    assert "Rows not counted" not in texts(sample.side())


def test_a_column_is_told_as_it_was_typed_and_the_drawing_says_it_is_of_before(small):
    small.document.show_run(run(small.document.study))
    assert "before the last change" not in texts(small)
    click(small, "More")
    type_in(small, "Column with an amount", "minutes")
    assert small.document.history[-1].what == "service “Visited”: column with an amount minutes"
    assert "Drawn as it was before the last change." in texts(small)
    small.document.show_run(run(small.document.study))
    assert "before the last change" not in texts(small)


def test_a_register_outside_the_folder_is_used_only_when_a_person_says_so(qtbot, tmp_path):
    inside, outside = tmp_path / "study", tmp_path / "registers"
    inside.mkdir()
    outside.mkdir()
    step = shown(qtbot, write_study(inside))
    path = outside / "food_parcels.csv"
    put(path, ["child_id,given", "C01,2021-02-03"])
    step.add_register(path)
    assert "outside the folder of this study" in texts(step)
    assert len(step.document.study.exposures) == 1
    click(step, "Use it where it lies")
    qtbot.waitUntil(lambda: len(step.document.study.exposures) == 2, timeout=20_000)
    assert step.document.study.exposures[1].source == "registers/food_parcels.csv"
    assert not (inside / "food_parcels.csv").exists()
