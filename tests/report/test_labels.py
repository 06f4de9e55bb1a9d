from __future__ import annotations

import pytest

from studytool.report.labels import (
    level_label,
    model_label,
    people_label,
    same,
    term_label,
    value_label,
    variable_label,
    written,
)

TIMES = "\N{MULTIPLICATION SIGN}"


@pytest.mark.parametrize(
    ("term", "label"),
    [
        ("visited", "Visited since last interview"),
        ("difficulties", "Total difficulties (caregiver)"),
        ("const", "Constant"),
        ("C(sex)[1.0]", "Sex: girl"),
        ("C(sex)[other]", "Sex: other"),
        ("C(wave)[2]", "Wave 2 (2021)"),
        ("C(sex)", "Sex"),
        ("C(sex)[a:b]", "Sex: a:b"),
        ("visited:C(sex)[1]", f"Visited since last interview {TIMES} Sex: girl"),
        ("mean(hh_size)", "Mean of Household size"),
        ("mean(C(wave)[2])", "Mean of Wave 2 (2021)"),
        ("visited[sex=1]", "Visited since last interview, Sex: girl"),
        ("visited:post[sex=1]", f"Visited since last interview {TIMES} after, Sex: girl"),
        ("hh_size[1 to <4]", "Household size: 1 to <4"),
        ("hh_size[4+]", "Household size: 4+"),
        ("hh_size^2", "Household size, squared"),
        ("centred(hh_size)", "Household size, less its mean"),
        ("jump", "Jump at the cut-off"),
        ("distance(hh_size)", "Household size, from the cut-off"),
        ("event[0]", "First treated wave"),
        ("simple", "All effects from the start on, on average"),
        ("att[2004,2007]", "Began at 2004, at wave 2007"),
        ("cohort[2004]", "Began at 2004, on average"),
        ("calendar[2.5]", "At wave 2.5, on average"),
        ("event[-3]", "3 waves before the first treated wave"),
        ("event[1]", "1 wave after the first treated wave"),
        ("baseline(difficulties)", "Total difficulties (caregiver), at baseline"),
        ("visited:post", f"Visited since last interview {TIMES} after"),
        ("unheard_of", "unheard_of"),
    ],
)
def test_a_term_is_called_by_the_codebook(make, term, label):
    assert term_label(make.panel(), term) == label


def test_an_informant_is_not_said_twice(make):
    codebook = dict(make.panel().codebook)
    said = codebook["difficulties"].model_copy(update={"label": "Difficulties, Caregiver"})
    assert variable_label({"difficulties": said}, "difficulties") == "Difficulties, Caregiver"
    record = codebook["difficulties"].model_copy(update={"informant": "record"})
    assert variable_label({"difficulties": record}, "difficulties") == "Total difficulties"


@pytest.mark.parametrize(
    ("level", "label"),
    [
        ("household", "Families"),
        ("hh_id", "Families"),
        ("school_id", "Schools"),
        ("person", "Children"),
        ("child_id", "Children"),
        ("school*wave", f"Schools {TIMES} Waves"),
        ("fieldworker", "Fieldworker"),
    ],
)
def test_levels_and_their_columns_have_one_word(make, level, label):
    assert level_label(make.panel(), level) == label


def test_people_are_called_by_the_column_that_names_them(make):
    assert people_label(make.panel(person="id")) == "People"
    assert people_label(make.panel(person="state", design="groups")) == "Groups"


def test_a_model_is_called_by_its_title_or_by_kind_and_name(make):
    assert model_label(make.model_spec(title="Mine")) == "Mine"
    assert model_label(make.model_spec()) == "Model (visits)"


def test_whole_numbers_are_one_with_their_decimal_form(make):
    assert written(3.0) == "3"
    assert written(" 2.5 ") == "2.5"
    assert written("high") == "high"
    assert same("1.0", 1)
    assert not same("1", "one")
    assert value_label(make.panel(), "wave", "3") == "2022"


def test_a_number_that_is_none_stays_text():
    assert written("nan") == "nan"
    assert written("inf") == "inf"
