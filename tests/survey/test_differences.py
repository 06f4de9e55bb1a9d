from __future__ import annotations

from studytool.survey.assemble import assemble
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.wave import WaveFile


def test_names_values_and_codes_that_differ_are_noted_and_counted(table):
    own_codes = {"missing": {"X2": {"8": "not asked"}}}
    files = [
        (WaveFile(number=1, source="a"), table("a", id=["1", "2"], x=["0", "1"])),
        (
            WaveFile(number=2, source="b"),
            table("b", id=["1", "2", "3"], X2=[1.0, 2.0, 8.0], options=own_codes),
        ),
    ]
    x = Variable(name="x", columns={"2": "X2"}, recode={"2": {"1": 1, "2": 0}})
    panel = assemble(PanelDesign(person="id"), files, [x], [])
    told = {found.code: found.message for found in panel.findings}
    assert told["renamed"] == "1 variable has another column name in some files: x (x, X2)."
    assert told["recoded"] == "1 variable was recoded so that files agree: x (2 cells of b)."
    assert told["missing_codes_differ"] == "Missing codes of some files alone: 8 in b (x)."
    assert {found.level for found in panel.findings} == {"note"}
    assert panel.frame["x"].tolist()[:2] == [0.0, 1.0]
    assert panel.reasons["x"].dropna().tolist() == ["not asked"]


def test_files_that_agree_need_no_note(table):
    files = [(WaveFile(number=n, source=str(n)), table(str(n), id=["1"], x=["1"])) for n in (1, 2)]
    assert assemble(PanelDesign(person="id"), files, [Variable(name="x")], []).findings == ()
