from __future__ import annotations

import pytest

from studytool import api
from studytool.core.errors import DocumentError

DOCUMENT = """
title = "Parts (synthetic)"
[panel]
{design}
person = "child"
[[waves]]
source = "long.csv"
layout = "long"
[[models]]
name = "parts"
kind = "goodman_bacon"
outcome = "score"
cohort = "start"
[[models]]
name = "whole"
kind = "fixed_effects"
outcome = "score"
treatment = "treated"
[[tables]]
name = "t"
kind = "decomposition"
models = ["{model}"]
[[charts]]
name = "c"
kind = "decomposition"
model = "{model}"
"""


def finished(path, *, model="parts", design="", each=6):
    """A run over children who start at wave 2, at wave 3 (two fewer) or never."""
    lines = ["child,wave,start,treated,score"]
    starts = [2] * each + [3] * (each - 2) + [0] * each
    for child, start in enumerate(starts):
        for wave in (1, 2, 3):
            treated = int(0 < start <= wave)
            score = child % 3 + wave * 0.5 + treated * (wave - start + 1) + (child * wave) % 4 / 9
            lines.append(f"c{child},{wave},{start},{treated},{score}")
    (path / "long.csv").write_text("\n".join(lines) + "\n")
    (path / "study.toml").write_text(DOCUMENT.format(model=model, design=design))
    return api.run(api.open_study(path / "study.toml"))


def test_each_kind_of_comparison_has_its_rows_and_their_sum(tmp_path):
    table = finished(tmp_path).tables["t"]
    assert [(row.head, row.role) for row in table.rows if row.role == "group"] == [
        ("With people never treated", "group"),
        ("With people not treated yet", "group"),
        ("With people already treated", "group"),
    ]
    assert [row.head for row in table.rows if row.role != "group"] == [
        "Start 2, beside never", "Start 3, beside never", "Together", "Start 2, beside 3",
        "Start 3, beside 2",
    ]  # fmt: skip
    two, three, together = table.rows[1:4]
    assert together.cells[0].value == pytest.approx(two.cells[0].value + three.cells[0].value)
    assert (two.cells[2].value, two.cells[3].value) == (6, 6)


def test_a_comparison_of_few_people_is_hidden(tmp_path):
    table = finished(tmp_path).output.tables["t"]
    rows = {row.head: row for row in table.rows}
    assert rows["Start 2, beside never"].cells[1].value is not None
    assert rows["Start 2, beside 3"].cells[1].reason == "hidden"
    assert rows["Start 3, beside never"].cells[1].reason == "hidden"


def test_groups_of_many_people_tell_of_nobody(tmp_path):
    table = finished(tmp_path, design='design = "groups"').output.tables["t"]
    assert not any(cell.reason for row in table.rows for cell in row.cells)
    assert table.columns[2].head == "Groups"


def test_another_model_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="is not taken apart"):
        finished(tmp_path, model="whole")


def test_several_decompositions_say_whose_rows_they_are(tmp_path):
    finished(tmp_path)
    path = tmp_path / "study.toml"
    text = path.read_text().replace('models = ["parts"]', 'models = ["parts", "parts2"]')
    again = DOCUMENT[DOCUMENT.index("[[models]]") : DOCUMENT.index('[[models]]\nname = "whole"')]
    path.write_text(text + again.replace('"parts"', '"parts2"'))
    rows = api.run(api.open_study(path)).tables["t"].rows
    heads = [row.head for row in rows if row.role == "group"]
    assert len(heads) == 6
    assert len(set(heads)) == 6
