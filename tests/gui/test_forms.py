from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from studytool.catalogue import families
from studytool.core.errors import DocumentError
from studytool.exposure.rules.ever import Ever
from studytool.gui.choices import Choice, Choices
from studytool.gui.forms import Form
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.report.tables.regression import RegressionTable
from tests.gui.by_label import choose, click, control, seen, texts, type_in

CHOICES = Choices(
    variables=(Choice("score", "Score (caregiver)"), Choice("size", "Household size")),
    services=(Choice("visited", "Home visits"),),
)
MODEL = FixedEffects(name="effect", outcome="score", treatment="visited")
MEMBERS = [member for members in families().values() for member in members.values()]


@pytest.fixture
def form(qtbot):
    made = Form(FixedEffects, CHOICES)
    qtbot.addWidget(made)
    made.show_spec(MODEL)
    made.resize(448, 900)
    made.show()
    return made


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.__name__)
def test_every_kind_has_a_form_whose_controls_are_named(qtbot, member):
    form = Form(member, CHOICES)
    qtbot.addWidget(form)
    form.show_draft({})
    assert set(form.names) == set(member.model_fields) - {"kind"}
    for name in form.names:
        assert form.field(name).control.accessibleName()


def test_an_edit_proposes_a_whole_new_spec(qtbot, form):
    with qtbot.waitSignal(form.proposed) as told:
        choose(form, "For whom", "Tracked")
    assert told.args[0] == MODEL.model_copy(update={"sample": "tracked"})


def test_what_cannot_be_read_stays_and_is_marked_and_the_rest_goes_on(qtbot, form):
    click(form, "More")
    type_in(form, "Level of the intervals", "0,9")
    assert "“0,9” has a comma. Type 0.9." in texts(form)
    with qtbot.waitSignal(form.proposed) as told:
        choose(form, "For whom", "Tracked")
    form.show_spec(told.args[0])
    assert told.args[0].level == 0.95
    assert control(form, "Level of the intervals", QLineEdit).text() == "0,9"
    with qtbot.waitSignal(form.proposed) as told:
        type_in(form, "Level of the intervals", "0.9")
    assert told.args[0].level == 0.9
    assert "comma" not in texts(form)


def test_another_thing_is_shown_afresh(form):
    click(form, "More")
    type_in(form, "Level of the intervals", "much")
    form.show_spec(MODEL.model_copy(update={"name": "other"}), fresh=True)
    assert control(form, "Level of the intervals", QLineEdit).text() == "0.95"
    assert "Type a number" not in texts(form)


def test_a_condition_that_cannot_be_read_is_told_at_its_field(form):
    type_in(form, "Only rows where", "site ==")
    assert form.field("where").error
    assert form.spec() == MODEL


def test_an_error_of_the_study_goes_to_its_field_even_when_folded_away(form):
    form.show_error(DocumentError("There is no level of that name.", where="models[0].cluster[1]"))
    assert form.field("cluster").error == "There is no level of that name."
    assert form.field("cluster").isVisible()
    form.clear_errors()
    assert form.field("cluster").error == ""


def test_an_error_of_no_field_stands_above_all(form):
    form.show_error(DocumentError("It cannot be estimated.", where="models[0]"))
    assert "It cannot be estimated." in texts(form)


def test_a_rule_of_the_kind_itself_is_told_at_the_field(qtbot):
    form = Form(Ancova, CHOICES)
    qtbot.addWidget(form)
    form.show_spec(Ancova(name="a", outcome="score", treatment="visited"))
    form.show()
    form.field("effects").control.findChild(QLineEdit).setText("person")
    form.field("effects").control.findChild(QLineEdit).editingFinished.emit()
    assert "person effects" in form.field("effects").error.lower()


def test_a_draft_is_proposed_once_it_is_whole(qtbot):
    form = Form(RegressionTable, Choices(models=(Choice("effect", "effect"),)))
    qtbot.addWidget(form)
    form.show_draft({"name": ""})
    form.show()
    said = []
    form.proposed.connect(said.append)
    type_in(form, "Name", "t2")
    assert said == []
    assert form.field("models").error == "This is needed."
    type_in(form, "Models: add", "effect")
    assert said == [RegressionTable(name="t2", models=("effect",))]


def test_a_spec_within_a_spec_is_a_form_of_its_own(qtbot):
    form = Form(Ever, CHOICES)
    qtbot.addWidget(form)
    form.show_spec(Ever(name="visited", source="visits.csv", date="day"))
    form.show()
    with qtbot.waitSignal(form.proposed) as told:
        choose(form, "From", "The beginning")
    assert told.args[0].window.from_ == "start"


def test_showing_the_same_spec_again_leaves_a_line_being_typed(form):
    line = control(form, "Only rows where", QLineEdit)
    line.setText("site")
    form.show_spec(MODEL)
    assert line.text() == "site"


def test_revealing_opens_what_is_folded_and_gives_it_the_focus(qtbot, form):
    qtbot.waitUntil(lambda: bool(seen(form, QWidget)))
    form.activateWindow()
    form.reveal("seed")
    assert form.field("seed").isVisible()
