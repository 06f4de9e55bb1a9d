from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.core.counted import portion
from studytool.core.errors import DocumentError, ReleaseError
from studytool.core.findings import Finding
from studytool.report.disclosure import suppress_table
from studytool.report.tables.regression import RegressionTable
from studytool.roi.brief import BriefSpec, HeadingPart, TablePart, TextPart, compose
from studytool.roi.cost import ledger_of
from studytool.roi.cost_table import money_tables
from studytool.roi.returns import Roi, returns_of
from tests.brief_sample import hand_costs, hand_material

CARE = Finding("warning", "attrition", "A quarter left. Those who stayed may differ.")
SMALL = Finding("note", "thin_power", "Small effects cannot be found.")


def composed(*blocks, findings=(), returns=True, defended=(), **changes):
    material = hand_material(findings=findings, **changes)
    table = RegressionTable(name="t1", models=("visits",)).lay_out(material)
    made = None
    tables = {"t1": table}
    if returns:
        roi = Roi(effect="visits.offered", defended=defended)
        made = returns_of(roi, ledger_of(hand_costs(), {}), (), material)
        tables |= money_tables(None, made)
    shown = {name: suppress_table(table, 5, ())[0] for name, table in tables.items()}
    spec = BriefSpec.model_validate({"title": "Brief", "blocks": list(blocks)})
    return compose(spec, material=material, tables=shown, figures={}, returns=made, minimum=5)


def words(part):
    return ["".join(run.text for run in line) for line in part.paragraphs]


def test_tables_are_numbered_in_order_of_appearance():
    brief = composed({"table": "returns"}, {"kind": "heading", "text": "So"}, {"table": "t1"})
    assert [part.number for part in brief.parts if isinstance(part, TablePart)] == [1, 2]


@pytest.mark.parametrize(
    ("block", "remedy"),
    [
        ({"table": "t11"}, 'Did you mean "t1"?'),
        ({"figure": "f1"}, "Nothing is known here."),
        ({"text": "{visits.oferred.estimate}"}, 'Did you mean "offered"?'),
    ],
)
def test_what_is_not_there_is_told_at_its_block(block, remedy):
    with pytest.raises(DocumentError) as caught:
        composed({"kind": "heading", "text": "So"}, block)
    assert caught.value.where == "brief.blocks[1]"
    assert caught.value.remedy == remedy


def test_returns_that_nobody_asked_for_are_told_how_to_ask():
    with pytest.raises(DocumentError) as caught:
        composed({"table": "returns"}, returns=False)
    assert caught.value.remedy == "Add [roi] and [[costs]] to the document."


def test_read_with_care_tells_everything_shown_the_serious_first():
    block = {"kind": "findings", "least": "note"}
    brief = composed(block, {"table": "t1"}, findings=(SMALL, CARE))
    heading, care, _ = brief.parts
    assert heading == HeadingPart("Read with care")
    assert words(care) == [
        "Caution. A quarter left. Those who stayed may differ.",
        "Note. Small effects cannot be found.",
    ]


def test_notes_are_told_only_where_asked_for():
    brief = composed({"kind": "findings"}, {"table": "t1"}, findings=(SMALL, CARE))
    assert len(words(brief.parts[1])) == 1


def test_findings_told_in_full_are_named_under_their_table():
    brief = composed({"table": "t1"}, {"kind": "findings"}, findings=(SMALL, CARE))
    assert brief.parts[0].table.notes[-2:] == (
        'See "Read with care" (caution: people lost).',
        "The workbook tells more (note: few people to find an effect with).",
    )
    alone = composed({"table": "t1"}, findings=(CARE,))
    assert "Caution. A quarter left. Those who stayed may differ." in alone.parts[0].table.notes


def test_findings_of_a_number_in_the_text_are_told_too():
    brief = composed(
        {"text": "It fell by {visits.offered.estimate}."}, {"kind": "findings"}, findings=(CARE,)
    )
    assert words(brief.parts[2]) == ["Caution. A quarter left. Those who stayed may differ."]


def test_the_cost_per_case_brings_the_findings_of_its_effect():
    block = {"text": "A case costs {roi.cost_per_case}."}
    brief = composed(block, {"kind": "findings"}, findings=(CARE,))
    assert any("A quarter left" in line for line in words(brief.parts[2]))


def test_a_number_typed_by_hand_is_a_finding_with_its_place():
    brief = composed({"text": "In 2020 it was {visits.n_people}."}, {"text": "It fell by 14."})
    assert [(found.code, found.where) for found in brief.findings] == [
        ("typed_number", "brief.blocks[1]")
    ]


def test_methods_tell_equation_errors_sample_and_seed():
    brief = composed({"table": "t1"}, {"kind": "methods"})
    text = " ".join(words(brief.parts[2]))
    for said in (
        "b1 offered",
        "CR2",
        "120 children",
        "240 rows",
        "9,999 draws, seed 7",
        "wave1_2020",
    ):
        assert said in text


def test_decisions_are_told_without_their_reasons_and_without_few_rows():
    brief = composed({"kind": "decisions"})
    assert isinstance(brief.parts[1], TextPart)
    assert words(brief.parts[1]) == ["Set missing: wave3_2022.csv, column age, fewer than 5 rows."]


def test_findings_of_a_number_in_the_text_tell_no_small_count():
    who, counts = portion(3, 60, "people")
    lost = Finding("warning", "attrition", f"{who} left.", counts=counts)
    brief = composed(
        {"text": "It fell by {visits.offered.estimate}."}, {"kind": "findings"}, findings=(lost,)
    )
    assert words(brief.parts[2]) == ["Caution. Fewer than 5 of 60 people left."]


def test_small_returns_are_hidden_in_their_table():
    brief = composed({"table": "returns"}, n_people=4)
    shown = [row.cells[0] for row in brief.parts[0].table.rows]
    assert {cell.reason for cell in shown if cell.value is None} >= {"hidden"}


def test_nothing_to_tell_has_no_heading():
    material = hand_material()
    quiet = replace(material, panel=replace(material.panel, decisions=()))
    spec = BriefSpec.model_validate({"title": "Brief", "blocks": [{"kind": "decisions"}]})
    brief = compose(spec, material=quiet, tables={}, figures={}, returns=None, minimum=5)
    assert brief.parts == ()


def test_a_hidden_block_is_kept_but_not_part_of_the_brief():
    care = {"kind": "findings", "hidden": True}
    brief = composed({"table": "returns", "hidden": True}, {"table": "t1"}, care, findings=(CARE,))
    assert [type(part) for part in brief.parts] == [TablePart]
    assert brief.parts[0].number == 1
    assert CARE.message in " ".join(brief.parts[0].table.notes)


def test_places_count_hidden_blocks_too():
    brief = composed({"kind": "heading", "text": "So", "hidden": True}, {"text": "It fell by 12."})
    assert brief.findings[0].where == "brief.blocks[1]"


GRAVE = Finding("error", "regression_to_the_mean", "Visits followed an earlier score.")
SAYS = {"text": "It fell by {visits.offered.estimate|abs points} points."}


def test_a_serious_finding_of_a_number_in_the_text_has_to_be_told():
    with pytest.raises(ReleaseError) as caught:
        composed(SAYS, findings=(GRAVE,), returns=False)
    assert caught.value.where == "brief.blocks"
    assert "findings" in caught.value.remedy


@pytest.mark.parametrize("teller", [{"kind": "findings"}, {"table": "t1"}])
def test_told_beside_the_number_it_may_stand(teller):
    brief = composed(SAYS, teller, findings=(GRAVE,), returns=False)
    assert "Visits followed an earlier score" in repr(brief.parts)


def test_a_defended_return_in_the_text_needs_its_finding_told():
    defended = {"finding": GRAVE.code, "reason": "The score was drawn by lot."}
    text = {"text": "A case costs {roi.cost_per_case|money}."}
    with pytest.raises(ReleaseError):
        composed(text, findings=(GRAVE,), defended=(defended,))
    brief = composed(text, {"kind": "findings"}, findings=(GRAVE,), defended=(defended,))
    assert "drawn by lot" in repr(brief.parts)


@pytest.mark.parametrize(
    ("block", "where"),
    [
        ({"kind": "heading", "text": "A fall of 21 points"}, "brief.blocks[0]"),
        ({"text": "It fell.", "boxed": "R4425 a child"}, "brief.blocks[0]"),
        ({"text": "It fell by 21 points."}, "brief.blocks[0]"),
    ],
)
def test_a_number_typed_by_hand_is_noticed_wherever_it_stands(block, where):
    assert [found.where for found in composed(block).findings] == [where]


def test_a_number_in_the_title_is_noticed_too():
    spec = BriefSpec(title="A fall of 21 points in 120 children")
    brief = compose(spec, material=hand_material(), tables={}, figures={}, returns=None, minimum=5)
    assert [found.code for found in brief.findings] == ["typed_number"]
