from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QMenu

from studytool.core.findings import Finding
from studytool.gui.widgets.effect_card import EffectCard
from studytool.roi.effects import Effect
from studytool.roi.returns import Range
from tests.gui.by_label import button, texts

OFFER = Effect("m.offered", "ANCOVA", "Offered", Range(-0.21, -0.32, -0.1), 0.95, 120, ())


def shown(qtbot, chosen, *offered):
    card = EffectCard()
    qtbot.addWidget(card)
    card.show_effects(chosen, offered)
    card.show()
    return card


def test_an_effect_is_told_with_its_interval(qtbot):
    told = texts(shown(qtbot, "m.offered", OFFER))
    assert "ANCOVA: −21.0 percentage points" in told
    assert "95 % interval −32.0 to −10.0" in told


def test_another_is_picked_from_the_list(qtbot):
    serious = (Finding("error", "after_score", "So."),)
    other = replace(OFFER, name="x.visited", model="Other", serious=serious)
    card = shown(qtbot, "m.offered", OFFER, other)
    actions = card.findChild(QMenu).actions()
    assert "must be answered first" in actions[1].text()
    with qtbot.waitSignal(card.picked) as asked:
        actions[1].trigger()
    assert asked.args == ["x.visited"]


def test_nothing_to_pick_says_why(qtbot):
    card = shown(qtbot, "")
    assert not button(card, "Pick another effect").isEnabled()
    assert "outcome of 0 or 1" in texts(card)
    card.set_error("It has no interval.")
    assert "It has no interval." in texts(card)
