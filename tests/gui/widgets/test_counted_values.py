from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from studytool.describe.analyses.wave_table import WaveTable
from studytool.gui.choices import Choice, Choices
from studytool.gui.forms import Form
from studytool.gui.widgets.counted_values import CountedValues
from studytool.gui.widgets.quiet_combo import QuietCombo
from tests.gui.by_label import texts

CHOICES = Choices(
    variables=(Choice("risk", "Safety risk"), Choice("worry", "Worries"), Choice("site", "Site")),
    bands={"risk": {"0": "low", "2": "high"}, "worry": {"0": "No", "1": "Yes"}},
)
BESIDE = {"variables": ("risk", "worry", "site"), "statistic": "percent"}


def shown(qtbot, value, beside=BESIDE):
    made = CountedValues()
    qtbot.addWidget(made)
    made.set_choices(CHOICES)
    made.show_value(value)
    made.show_beside(beside)
    made.show()
    return made


def lists(made):
    found = (*made.findChildren(QuietCombo), *made.findChildren(QLineEdit))
    return {one.accessibleName().partition(":")[0]: one for one in found if one.isVisible()}


def pick(combo, text):
    combo.setCurrentText(text)
    combo.activated.emit(combo.currentIndex())


def test_every_variable_shows_the_answer_that_counts(qtbot):
    made = shown(qtbot, {"risk": "high", "site": "Moutse"})
    found = lists(made)
    assert found["Safety risk"].currentText() == "high"
    assert found["Worries"].currentText() == "Yes"
    assert found["Site"].text() == "Moutse"


def test_a_code_is_shown_by_its_name(qtbot):
    assert lists(shown(qtbot, {"risk": 2}))["Safety risk"].currentText() == "high"


def test_an_answer_is_chosen_by_its_name(qtbot):
    made = shown(qtbot, {"risk": "high"})
    with qtbot.waitSignal(made.edited):
        pick(lists(made)["Safety risk"], "low")
    assert made.value() == {"risk": "low"}
    pick(lists(made)["Worries"], "No")
    assert made.value() == {"risk": "low", "worry": "No"}
    pick(lists(made)["Worries"], "Yes")
    assert made.value() == {"risk": "low"}


def test_what_must_be_chosen_says_so_until_it_is(qtbot):
    made = shown(qtbot, {})
    assert lists(made)["Safety risk"].currentText() == "Choose …"
    pick(lists(made)["Safety risk"], "Choose …")
    assert made.value() == {}


def test_an_answer_without_name_is_typed(qtbot):
    made = shown(qtbot, {})
    line = lists(made)["Site"]
    with qtbot.waitSignal(made.edited):
        line.setText("Moutse")
        line.editingFinished.emit()
    assert made.value() == {"site": "Moutse"}


def test_a_mean_has_nothing_to_choose(qtbot):
    made = shown(qtbot, {}, BESIDE | {"statistic": "mean"})
    assert "a mean is of all values" in texts(made)
    assert lists(made) == {}


def test_an_answer_goes_with_its_variable(qtbot):
    form = Form(WaveTable, CHOICES)
    qtbot.addWidget(form)
    spec = WaveTable(name="t", variables=["risk", "worry"], level={"risk": "high"})
    form.show_spec(spec)
    form.show()
    with qtbot.waitSignal(form.proposed) as asked:
        form.field("variables").control._picker.picked.emit()
        form.field("variables").control._picker.set_names(["worry"])
        form.field("variables").control._picker.picked.emit()
    assert asked.args[0].level == {}
    assert asked.args[0].variables == ["worry"]
