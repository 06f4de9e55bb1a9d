from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from studytool.gui import guide
from studytool.gui.guide import Sheet
from studytool.gui.main_actions import STEPS
from studytool.gui.tour import SHEETS, STOPS, Stop, page, take

ONE = (Sheet("light", "Light", "light", (1366, 768)),)


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(guide, "_SETTLING_MILLISECONDS", 1)


def different_colours(path):
    picture = QImage(str(path)).scaled(64, 36)
    return len({picture.pixel(x, y) for x in range(64) for y in range(36)})


def test_the_tour_goes_through_every_step_in_every_dress():
    names = {stop.name for stop in STOPS}
    assert len(names) == len(STOPS)
    for step in STEPS:
        assert any(step.lower() in name for name in names), step
    assert {sheet.theme for sheet in SHEETS} == {"light", "dark", "high_contrast"}
    assert {sheet.scale for sheet in SHEETS} == {1, 2}
    assert {(1366, 768), (1366, 690), (1024, 600)} <= {sheet.size for sheet in SHEETS}


def test_pictures_are_taken_of_the_real_window(qapp, tmp_path):
    stops = [stop for stop in STOPS if stop.name in {"1-start", "new"}]
    assert take(qapp, tmp_path, stops=stops, sheets=ONE) == ()
    pictures = sorted(path.name for path in tmp_path.iterdir())
    assert pictures == ["1-start-light.png", "new-light.png"]
    assert all(different_colours(tmp_path / name) > 10 for name in pictures)


def test_a_stop_that_cannot_be_reached_is_told_and_the_others_are_taken(qapp, tmp_path):
    lost = Stop("lost", "Nowhere", lambda guide: guide.follow("no such link"))
    assert take(qapp, tmp_path, stops=[lost, STOPS[0]], sheets=ONE) == (
        "lost: no link 'no such link' can be seen",
    )
    assert [path.name for path in tmp_path.glob("*.png")] == ["1-start-light.png"]


def test_a_sheet_of_another_scale_is_left_to_another_process(qapp, tmp_path):
    double = Sheet("double", "200 %", "light", (1366, 690), scale=2)
    take(qapp, tmp_path, stops=STOPS[:1], sheets=[*ONE, double])
    assert [path.name for path in tmp_path.glob("*.png")] == ["1-start-light.png"]


def test_the_page_shows_what_is_there(tmp_path):
    for name in ("1-start-light.png", "2-waves-small-report.png"):
        (tmp_path / name).write_bytes(b"")
    text = page(tmp_path)
    assert text.count("<img") == 2
    assert 'src="1-start-light.png"' in text
    assert "Small screen, 1024 x 600, report" in text
    assert "<h2>Start page</h2>" in text
