from __future__ import annotations

from studytool.survey.assemble import assemble
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.wave import WaveFile


def test_labels_of_the_file_fill_what_the_document_leaves_open(table):
    options = {
        "labels": {"q": "Asked in the file", "z": "Zed"},
        "value_labels": {"q": {"1": "Yes", "2": "No", "8": "away", "-5": "dk"}, "z": {"1": "One"}},
        "missing": {"q": {"8": "away"}},
        "missing_ranges": {"q": [(-9, -1)]},
    }
    raw = table("a", id=["1"], q=[1.0], z=[1.0], options=options)
    q = Variable(name="q", recode={"2": 0})
    z = Variable(name="z", label="Said", labels={"1": "Uno"})
    panel = assemble(PanelDesign(person="id"), [(WaveFile(number=1, source="a"), raw)], [q, z], [])
    assert panel.codebook["q"].label == "Asked in the file"
    assert panel.codebook["q"].labels == {"1": "Yes", "0": "No"}
    assert (panel.codebook["z"].label, panel.codebook["z"].labels) == ("Said", {"1": "Uno"})


def test_every_column_has_an_entry_of_its_type(table):
    raw = table("a", id=["1"], word=["x"], number=["1"])
    made = assemble(PanelDesign(person="id"), [(WaveFile(number=1, source="a"), raw)], [], [])
    assert {name: entry.type for name, entry in made.codebook.items()} == {
        "id": "text",
        "wave": "number",
        "word": "text",
        "number": "number",
    }
