from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from studytool.gui.widgets.why_this_n import WhyThisN
from studytool.report.way_to_sample import way_to_sample

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from studytool.outcome import Run


@pytest.fixture
def why(qtbot: QtBot, sample_run: Run) -> WhyThisN:
    made = WhyThisN()
    qtbot.addWidget(made)
    made.resize(758, 700)
    among = [("visits", "Visits"), ("offer", "Offer")]
    made.show_model(*sample_run.material.models["offer"], sample_run.panel, among=among)
    made.show()
    return made


def button(why: WhyThisN, words: str) -> QPushButton:
    return next(one for one in why.findChildren(QPushButton) if one.text() == words)


def texts(why: WhyThisN) -> list[str]:
    return [label.text() for label in why.findChildren(QLabel) if label.isVisible()]


def test_the_sum_adds_up_in_sight(why: WhyThisN, sample_run: Run) -> None:
    way = way_to_sample(*sample_run.material.models["offer"], sample_run.panel)
    assert any(text.startswith(way.sum_in_words()) for text in texts(why))


def test_a_reason_opens_to_say_who(why: WhyThisN, sample_run: Run) -> None:
    way = way_to_sample(*sample_run.material.models["offer"], sample_run.panel)
    part = next(one for one in way.parts if one.leaves and one.gone and len(one.gone) < 20)
    listed = ", ".join(part.gone)
    assert listed not in texts(why)
    button(why, part.head).click()
    assert listed in texts(why)
    button(why, part.head).click()
    assert listed not in texts(why)


def test_another_model_of_the_table_can_be_asked_for(qtbot: QtBot, why: WhyThisN) -> None:
    with qtbot.waitSignal(why.model_asked) as asked:
        button(why, "Visits").click()
    assert asked.args == ["visits", ["visits", "offer"]]
    assert not button(why, "Offer").isEnabled()


def test_there_is_a_way_back(qtbot: QtBot, why: WhyThisN) -> None:
    with qtbot.waitSignal(why.back_asked):
        button(why, "Back to the report").click()
