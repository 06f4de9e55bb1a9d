"""Sensitivity analyses from the document to every place where they are shown."""

from __future__ import annotations

import json
import math

import pytest

from studytool.api import export, open_study, run
from studytool.core.errors import DocumentError, StudyError
from studytool.memo import Memo
from studytool.record import record_of, to_json
from studytool.report.quantities import quantities
from studytool.report.quantity import quantity
from studytool.study import parse_study
from tests.sensitivity import document


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    return run(open_study(document.write(tmp_path_factory.mktemp("study"))))


def test_the_document_is_written_back_as_it_was(tmp_path):
    study = open_study(document.write(tmp_path))
    assert parse_study(study.to_toml(), folder=tmp_path, source="again") == study
    assert study.sensitivity[0].kind_name() == "honest_did"


def test_every_analysis_has_an_answer_in_one_plain_sentence(done):
    found = done.material.sensitivity
    assert list(found) == [asked.name for asked in done.study.sensitivity]
    for _, result in found.values():
        assert result.statement[0].isupper()
        assert result.statement.endswith(".")
        assert result.lines[0].role == "original"
        assert len({line.name for line in result.lines}) == len(result.lines)
        assert set(result.words) >= set(result.measures)


def test_numbers_can_be_referred_to_and_published_ones_met(done):
    assert all(number.holds for number in done.reproduced)
    cell = quantity(done.material, "trends.m[0.5].interval")
    assert cell.low < cell.high
    assert quantity(done.material, "strength.robustness_value").value == pytest.approx(
        done.reproduced[0].ours
    )
    names = {one.name for one in quantities(done.material)}
    assert {"curve.n_specifications", "schools.without[S0].estimate", "trends.breakdown"} <= names
    for name in ("trends.breakdwn", "trends.m[9].low", "trends.m[0.5].lwo"):
        with pytest.raises(DocumentError, match="has no"):
            quantity(done.material, name)


def test_every_number_is_in_json_and_none_is_nan(done):
    record = json.loads(to_json(record_of(done)))["sensitivity"]
    assert set(record) == {asked.name for asked in done.study.sensitivity}
    trends = record["trends"]
    assert trends["model"] == "events"
    assert trends["lines"]["m[1]"]["low"] == pytest.approx(
        quantity(done.material, "trends.m[1].low").value
    )
    assert trends["statement"]
    assert record["balanced"]["balance"][0]["variable"] == "y"
    assert dict(record["curve"]["lines"]["spec[1]"]["choices"])["controls"] == "none"


def test_tables_and_charts_are_written_to_files(done, tmp_path):
    files = export(done, tmp_path, formats=["docx", "xlsx"])
    assert len(files) == 2
    shown = done.tables["t_trends"]
    assert [row.head for row in shown.rows][:3] == [
        "If trends are parallel",
        "M = 0.5",
        "M = 1",
    ]
    assert shown.notes[0] == done.material.sensitivity["trends"][1].statement
    assert done.tables["t_balance"].rows[0].head == "Score"
    for figure in done.figures.values():
        assert figure.alt_text
        figure.draw(width=6, height=4)


def test_a_second_run_computes_nothing_again_and_a_changed_model_is_judged_anew(tmp_path):
    memo, path = Memo(), document.write(tmp_path)
    first = run(open_study(path), memo=memo)
    again = run(open_study(path), memo=memo)
    for name, (_, result) in first.material.sensitivity.items():
        assert again.material.sensitivity[name][1] is result
    path.write_text(document.DOCUMENT.replace("post = [4, 5]", "post = [5]"), encoding="utf-8")
    changed = run(open_study(path), memo=memo).material.sensitivity
    assert changed["trends"][1] is first.material.sensitivity["trends"][1]
    assert changed["schools"][1] is not first.material.sensitivity["schools"][1]


def test_same_study_same_bits(tmp_path):
    path = document.write(tmp_path)
    one, two = (run(open_study(path)).material.sensitivity for _ in range(2))
    assert [pair[1] for pair in one.values()] == [pair[1] for pair in two.values()]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('model = "events"', 'model = "event"', '"event" is not in the document'),
        ('name = "trends"', 'name = "events"', 'The name "events" is given 2 times'),
        ('kind = "honest_did"\nmodel = "events"', 'kind = "honest_did"\nmodel = "change"',
         "no terms before and after"),
        ('benchmarks = ["size"]', 'benchmarks = ["height"]', '"height" is no control'),
        ('sensitivity = "trends"', 'sensitivity = "trend"', '"trend" is not in the document'),
        ('kind = "lee"', 'kind = "leee"', "leee"),
        ("draws = 99", "draw = 99", 'no "draw" here'),
    ],
)  # fmt: skip
def test_the_document_is_refused_before_any_data_are_read(tmp_path, old, new, said):
    path = document.write(tmp_path, old=old, new=new)
    (tmp_path / "panel.csv").unlink()
    with pytest.raises(DocumentError) as refused:
        open_study(path)
    assert said in "\n".join([str(refused.value), *getattr(refused.value, "__notes__", [])])


@pytest.mark.parametrize(
    ("old", "new", "said", "place"),
    [
        ('rule = "random"', 'rule = "self"', "treatment by chance", "sensitivity[4]"),
        ("range = [-20, 20]\n", "", "no least and greatest", "sensitivity[3]"),
        ('variables = ["y"]', 'variables = ["z"]', 'column "z"', "sensitivity[2]"),
        ('kind = "leave_one_out"', 'kind = "leave_one_out"\nlevel = "child_id"', "which person",
         "sensitivity[9].level"),
    ],
)  # fmt: skip
def test_what_the_data_do_not_allow_is_refused_with_its_place(tmp_path, old, new, said, place):
    with pytest.raises(StudyError, match=said) as refused:
        run(open_study(document.write(tmp_path, old=old, new=new)))
    assert place in refused.value.where


def test_small_schools_are_hidden_in_what_leaves(tmp_path):
    path = document.write(tmp_path)
    text = (tmp_path / "panel.csv").read_text(encoding="utf-8").splitlines()
    column = text[0].split(",").index("school_id")
    rows = []
    for row in text[1:]:
        cells = row.split(",")
        if cells[0] in {"C0000", "C0001"}:
            cells[column] = "S9"
        rows.append(",".join(cells))
    (tmp_path / "panel.csv").write_text("\n".join([text[0], *rows, ""]), encoding="utf-8")
    done = run(open_study(path))
    inside = {row.head: row.cells[0] for row in done.tables["t_schools"].rows}
    leaves = {row.head: row.cells[0] for row in done.output.tables["t_schools"].rows}
    assert inside["Without S9"].value is not None
    assert leaves["Without S9"].value is None
    assert leaves["Without S0"].value == inside["Without S0"].value


def test_no_number_is_nan(done):
    for _, result in done.material.sensitivity.values():
        for line in result.lines:
            numbers = (line.estimate, line.std_error, line.low, line.high, line.p)
            assert not any(value is not None and math.isnan(value) for value in numbers)
