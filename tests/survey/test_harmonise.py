from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.survey.assemble import assemble
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.harmonise import ColumnUse, column_uses, reading_of
from studytool.survey.wave import WaveFile

FILE = WaveFile(number=1, source="a")


def uses(*variables, columns, waves=(1.0,), renamed=None):
    found = column_uses(
        FILE, columns, waves=waves, variables=variables, renamed=renamed or {}, place=0
    )
    return [(use.name, use.column, use.waves) for use in found]


def test_columns_serve_their_variables_and_others_themselves():
    variable = Variable(name="x", columns={"1": "a"})
    assert uses(variable, columns=["a", "b"]) == [("x", "a", None), ("b", "b", None)]


def test_a_column_may_serve_two_variables():
    both = [Variable(name="x", columns="a"), Variable(name="y", columns="a")]
    assert uses(*both, columns=["a"]) == [("x", "a", None), ("y", "a", None)]


def test_waves_of_a_long_file_that_are_written_alike_are_read_together():
    variable = Variable(name="x", columns={"2": "b"}, recode={"3": {"1": 0}})
    found = uses(variable, columns=["x", "b"], waves=(1.0, 2.0, 3.0, 4.0))
    assert found == [("x", "x", (1.0, 4.0)), ("x", "b", (2.0,)), ("x", "x", (3.0,))]


def test_two_columns_never_become_one_variable():
    with pytest.raises(DocumentError, match='become "x": "a" and "x"'):
        uses(Variable(name="x", columns="a"), columns=["a", "x"])
    with pytest.raises(DocumentError, match='become "id"'):
        uses(columns=["pid", "id"], renamed={"pid": "id"})


def test_codes_of_the_codebook_come_before_the_panels_and_those_before_the_files(table):
    raw = table(
        "a",
        x=[1.0],
        options={
            "missing": {"x": {"-99": "file", "-88": "file", "-77.0": ""}},
            "value_labels": {"x": {"-77": "label", "-5": "in range", "1": "Yes"}},
            "missing_ranges": {"x": [(-9, -1)]},
        },
    )
    design = PanelDesign(missing={"-99.0": "panel", "-88": "panel"})
    use = ColumnUse("x", "x", Variable(name="x", missing={"-99": "codebook"}), None, 1.0)
    reading = reading_of(use, raw, sort="number", file=FILE, design=design)
    assert dict(reading.missing) == {
        "-99": "codebook",
        "-88": "panel",
        "-77": "label",
        "-5": "in range",
    }
    words = reading_of(use, raw, sort="text", file=FILE, design=design)
    assert words.missing["-88"] == "file"


def test_a_recode_to_a_missing_code_is_refused(table):
    files = [(FILE, table("a", id=["1"], x=["9"]))]
    variable = Variable(name="x", recode={"9": -99}, missing={"-99": "refused"})
    with pytest.raises(DocumentError, match="missing code"):
        assemble(PanelDesign(person="id"), files, [variable], [])
