from __future__ import annotations

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from studytool.core.errors import DocumentError, SourceError
from studytool.survey.decisions import Decision, load_sidecar

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=8)
ROWS = st.dictionaries(WORDS, st.one_of(WORDS, st.integers(-999, 999)), min_size=1, max_size=3)


@st.composite
def decisions(draw):
    action = draw(st.sampled_from(["keep", "drop", "merge", "rename", "set_missing", "set_value"]))
    needs_value = action in {"rename", "set_value"}
    return Decision(
        wave=draw(st.none() | st.integers(1, 9)),
        source=draw(st.none() | WORDS),
        row=draw(ROWS),
        action=action,
        column=draw(WORDS),
        value=draw(WORDS | st.floats(-1e6, 1e6)) if needs_value else None,
        reason=draw(WORDS),
    )


@given(st.lists(decisions(), max_size=5))
def test_decisions_come_back_from_their_file_as_they_were(tmp_path_factory, made):
    path = tmp_path_factory.mktemp("sidecar") / "decisions.toml"
    entries = [entry.model_dump(exclude_none=True) for entry in made]
    path.write_text(tomli_w.dumps({"synthetic": True, "decisions": entries}), encoding="utf-8")
    assert load_sidecar(path) == tuple(made)


def test_numbers_in_a_row_are_texts_as_files_write_them():
    assert Decision(row={"a": 3, "b": 3.0, "c": 2.5}, action="drop", reason="r").row == {
        "a": "3",
        "b": "3",
        "c": "2.5",
    }


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"action": "set_missing"}, "says which column"),
        ({"action": "set_value", "column": "x"}, "says the new value"),
        ({"action": "rename"}, "says the new value"),
        ({"action": "drop", "value": 1}, "takes no value"),
        ({"action": "delete"}, "drop"),
        ({"action": "drop", "row": {}}, "row"),
        ({"action": "drop", "reason": ""}, "reason"),
    ],
)
def test_an_incomplete_decision_is_refused(entry, message):
    with pytest.raises(ValidationError, match=message):
        Decision(**{"row": {"id": "1"}, "reason": "r", **entry})


def test_a_reason_is_required():
    with pytest.raises(ValidationError, match="reason"):
        Decision(row={"id": "1"}, action="drop")


def test_a_fault_in_the_file_is_told_by_number_without_its_values(tmp_path):
    path = tmp_path / "decisions.toml"
    path.write_text(
        '[[decisions]]\nrow = { id = "JHB-0001" }\naction = "drop"\nreason = "r"\n'
        '[[decisions]]\nrow = { id = "JHB-0002" }\naction = "drop"\nraeson = "r"\n'
    )
    with pytest.raises(DocumentError) as caught:
        load_sidecar(path)
    assert caught.value.where == "decisions.toml: decisions[1].raeson"
    assert caught.value.remedy == 'Did you mean "reason"?'
    assert "JHB" not in str(caught.value)


def test_a_file_that_is_not_there_or_is_no_toml(tmp_path):
    with pytest.raises(SourceError, match=r"decisions\.toml"):
        load_sidecar(tmp_path / "decisions.toml")
    (tmp_path / "a.toml").write_text("decisions = [")
    with pytest.raises(DocumentError, match=r"a\.toml"):
        load_sidecar(tmp_path / "a.toml")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="not a text file"):
        load_sidecar(tmp_path / "b.toml")
