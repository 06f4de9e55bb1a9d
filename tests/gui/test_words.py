from __future__ import annotations

import pytest

from studytool.catalogue import families
from studytool.gui.words import choice_words, field_help, field_label, first_sentence, kind_words
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.survey.codebook import Variable

MEMBERS = [member for members in families().values() for member in members.values()]


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.__name__)
def test_every_field_of_every_kind_has_plain_words(member):
    for name in member.model_fields:
        label = field_label(member, name)
        assert label
        assert "_" not in label
        assert label[0].isupper()
        assert "``" not in field_help(member, name)
        assert name == "kind" or field_help(member, name) not in {"", label + "."}
    assert kind_words(member.kind_name())
    assert first_sentence(member).endswith(".")


def test_a_family_has_words_of_its_own():
    assert field_label(FixedEffects, "level") == "Level of the intervals"
    assert field_label(Variable, "columns") == "Column in the files"


def test_a_choice_without_words_is_written_plainly():
    assert choice_words("informant", "social_worker") == "Social worker"
    assert choice_words("sample", "tracked") == "Tracked in all waves"
