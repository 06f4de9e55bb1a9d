from __future__ import annotations

import pytest

from studytool.catalogue import families
from studytool.core.errors import DocumentError
from studytool.exposure.rules.received import Received
from studytool.gui.choices import Choice, Choices
from studytool.gui.family_form import FamilyForm, recast
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.event_study import EventStudy
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.paired import Paired
from studytool.models.staggered_spec import StaggeredSpec
from tests.gui.by_label import choose, texts

CHOICES = Choices(variables=(Choice("score", "Score"),), services=(Choice("visited", "Visited"),))
MODEL = FixedEffects(
    name="effect", outcome="score", treatment="visited", effects=("person",), cluster=("household",)
)


def test_another_kind_keeps_what_it_has_and_drops_what_it_refuses():
    made = recast(MODEL, Ancova)
    assert made == Ancova(
        name="effect", outcome="score", treatment="visited", cluster=("household",)
    )
    assert recast(MODEL, Paired) == Paired(name="effect", outcome="score")


def test_what_a_kind_needs_is_filled_in_or_asked_for():
    paired = Paired(name="change", outcome="score")
    assert recast(paired, FixedEffects, {"treatment": "visited"}).treatment == "visited"
    with pytest.raises(DocumentError, match="treatment"):
        recast(paired, FixedEffects)


def test_kinds_become_one_another_within_their_family():
    fill = {
        "treatment": "x", "variables": ["x"], "items": ("a", "b", "c"), "of": "x",
        "cut": {"high": 1}, "confirmed": "yes", "running": "x", "cutoff": 0,
    }  # fmt: skip
    for family in ("models", "measures", "rules", "analyses"):
        members = [one for one in families()[family].values() if one is not Received]
        base = {"name": "n", "outcome": "y", "source": "f.csv", "date": "d"}
        made = [recast_first(member, base | fill) for member in members]
        for spec in made:
            for member in members:
                assert type(recast(spec, member, fill)) is member


def recast_first(member, values):
    return member.model_validate({k: v for k, v in values.items() if needed(member, k)})


def needed(member, name):
    starts = issubclass(member, EventStudy | StaggeredSpec)
    if starts and name == "treatment":  # its treatment or its start, one of both
        return True
    return name in member.model_fields and member.model_fields[name].is_required()


def test_the_list_of_kinds_changes_the_form(qtbot):
    form = FamilyForm(families()["models"], CHOICES, fill={"treatment": "visited"})
    qtbot.addWidget(form)
    form.show_spec(MODEL)
    form.resize(448, 900)
    form.show()
    with qtbot.waitSignal(form.proposed) as told:
        choose(form, "Method", "ANCOVA")
    form.show_spec(told.args[0])
    assert type(told.args[0]) is Ancova
    qtbot.waitUntil(lambda: "Held fixed as it was at the start" in texts(form))
