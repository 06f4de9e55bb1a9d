from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studytool.gui.widgets.wanted_place import WantedPlace


def test_a_place_is_gone_to_until_the_page_is_settled(qtbot):
    pane, gone = QWidget(), []
    qtbot.addWidget(pane)
    place = WantedPlace(pane, gone.append)
    place.page_set()
    assert gone == []
    place.want("t1")
    pane.show()
    place.page_set()
    assert gone == ["t1", "t1"]
    qtbot.waitUntil(lambda: place._name == "")
    place.page_set()
    assert gone == ["t1", "t1"]


def test_a_hidden_pane_keeps_the_place_and_the_last_one_holds(qtbot):
    pane, gone = QWidget(), []
    qtbot.addWidget(pane)
    place = WantedPlace(pane, gone.append)
    place.want("t1")
    place.want("t2")
    assert not place._settled.isActive()
    place.page_set()
    assert gone == ["t1", "t2", "t2"]
