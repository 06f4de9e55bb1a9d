from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studytool.gui.widgets.estimator_card import EstimatorCard
from studytool.gui.widgets.labels import Wrapped
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.fixed_effects import FixedEffects
from tests.gui.by_label import texts


def test_the_method_in_use_says_how_it_fares(qtbot, sample_run):
    card = EstimatorCard(FixedEffects, chosen=True)
    qtbot.addWidget(card)
    card.show()
    card.show_result(sample_run.material.models["visits"][1], sample_run.link.panel)
    assert "serious finding" in texts(card)
    qtbot.waitUntil(lambda: "38 children change" in texts(card))
    card.show_result(None, None)
    assert "serious finding" not in texts(card)


def test_another_method_is_chosen_by_click_or_key(qtbot):
    card = EstimatorCard(Ancova, chosen=False)
    qtbot.addWidget(card)
    card.show()
    assert card.accessibleName() == "Use ANCOVA"
    with qtbot.waitSignal(card.clicked):
        QTest.keyClick(card, Qt.Key.Key_Space)
    with qtbot.waitSignal(card.clicked):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)


def test_a_new_result_that_says_the_same_leaves_the_lines_alone(qtbot, sample_run):
    result, panel = sample_run.material.models["visits"][1], sample_run.link.panel
    card = EstimatorCard(FixedEffects, chosen=True)
    qtbot.addWidget(card)
    card.show()
    card.show_result(result, panel)
    lines, said = card.findChildren(Wrapped), texts(card)
    card.show_result(replace(result), panel)
    assert card.findChildren(Wrapped) == lines
    assert texts(card) == said
    card.show_result(replace(result, findings=()), panel)
    assert "serious finding" not in texts(card)
