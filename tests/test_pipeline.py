"""The line: each step's errors are placed, its files read once, its findings ride to the end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

import studytool
from studytool.api import open_study, run
from studytool.core.errors import StudyError
from studytool.core.progress import Silent
from studytool.memo import Memo
from studytool.record import record_of
from studytool.sources import read
from tests.small_study import change, write_study

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.outcome import Run
    from studytool.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path)


def test_a_file_that_several_entries_name_is_read_once(sample_study_path: Path) -> None:
    told: list[str] = []

    class Listening:
        def step(self, message: str, _done: int, _total: int) -> None:
            if message not in told:
                told.append(message)

    files = read(open_study(sample_study_path), allow=(), progress=Listening())
    assert len([message for message in told if "home_visits.csv" in message]) == 1
    assert files.logs["visited"] is files.logs["visits"]
    assert files.waves[0] is not files.waves[1]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('outcome = "score"', 'outcome = "scores"', "models[0]"),
        ('variables = ["score"]', 'variables = ["scores"]', "analyses[0]"),
        ('date = "visit_date"', 'date = "visit_day"', "exposures[0]"),
        ('"log(size)"', '"log(sise)"', "derived[0]"),
        ('"log(size)"', '"log(size"', "derived[0]"),
        ('source = "visits.csv"', 'source = "visit.csv"', "exposures[0].source"),
        ('source = "wave2.csv"', 'source = "wave9.csv"', "waves[1].source"),
        ("seed = 1", 'seed = 1\ndecisions = "../decisions.toml"', "decisions"),
        (
            "[[analyses]]",
            '[[assignment]]\nexposure = "visitd"\nrule = "random"\n\n[[analyses]]',
            "assignment[0]",
        ),
    ],
)
def test_an_error_is_placed_in_the_document(old: str, new: str, where: str, study: Path) -> None:
    change(study, old, new)
    with pytest.raises(StudyError) as caught:
        run(open_study(study))
    assert caught.value.where.startswith(where)
    assert caught.value.remedy or "character" in caught.value.what


def test_the_guards_findings_ride_on_the_results_and_into_the_notes(sample_run: Run) -> None:
    visits = sample_run.results["visits"]
    assert "regression_to_the_mean" in {finding.code for finding in visits.findings}
    levels = [finding.level for finding in visits.findings]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    assert any("regression to the mean" in n for n in sample_run.output.tables["t_offer"].notes)


def test_ancova_of_the_offer_is_near_the_truth_and_fixed_effects_is_not(sample_run: Run) -> None:
    truth = json.loads((sample_run.study.root / "truth.json").read_text(encoding="utf-8"))
    effect = truth["home_visits"]["effect_of_offer_points_tracked"]["both"]
    per_visited = truth["home_visits"]["effect_on_visited_child_points"]
    offer = sample_run.results["offer"].estimates["offered"]
    naive = sample_run.results["visits"].estimates["visited"]
    assert offer.low < effect < offer.high  # type: ignore[union-attr]  # estimated
    assert naive.high < per_visited  # type: ignore[union-attr]  # estimated


def test_a_seed_of_its_own_is_kept_and_others_follow_the_study(study: Path) -> None:
    first = run(open_study(study)).results["effect"].seed
    change(study, "seed = 1", "seed = 2")
    assert run(open_study(study)).results["effect"].seed != first
    change(study, 'kind = "fixed_effects"', 'kind = "fixed_effects"\nseed = 99')
    assert run(open_study(study)).results["effect"].seed == 99


@pytest.mark.parametrize("copy", ["visited * 1", "where(twice > 1, 1, 0)"])
def test_a_copy_of_a_treatment_was_assigned_as_the_treatment(copy: str, study: Path) -> None:
    change(
        study,
        "[[analyses]]",
        f"""[[derived]]
name = "copy"
expression = "{copy}"

[[derived]]
name = "twice"
expression = "2 * visited"

[[assignment]]
exposure = "visited"
rule = "score"
variables = ["score"]
wave = 1

[[analyses]]""",
    )
    change(study, 'treatment = "visited"', 'treatment = "copy"')
    codes = [finding.code for finding in run(open_study(study)).results["effect"].findings]
    assert "regression_to_the_mean" in codes
    assert "assignment_not_recorded" not in codes


def test_a_study_of_waves_alone_runs(study: Path) -> None:
    text = study.read_text(encoding="utf-8")
    study.write_text(text[: text.index("[[exposures]]")], encoding="utf-8")
    made = run(open_study(study), progress=Silent())
    assert len(made.panel.frame) == 24
    assert made.output.brief is None
    assert made.returns is None


def test_the_public_door_stays_a_function_after_a_run(study: Path, tmp_path: Path) -> None:
    made = studytool.run(studytool.open_study(study))
    (written,) = studytool.export(made, tmp_path / "out")
    assert written.name == "tables.xlsx"
    assert all(callable(getattr(studytool, name)) for name in studytool.__all__)


def test_costs_and_returns_are_tables_of_the_report(sample_run: Run) -> None:
    assert list(sample_run.output.tables)[-2:] == ["returns", "costs"]
    offered = sample_run.panel.frame.query("offered > 0")["child_id"].nunique()
    assert sample_run.returns is not None
    assert sample_run.returns.reached == offered


def test_the_file_of_decisions_is_among_the_sources(sample_run: Run) -> None:
    assert "decisions.toml" in sample_run.provenance.sources


def test_two_sheets_of_one_workbook_are_two_cost_sheets(study: Path) -> None:
    with xlsxwriter.Workbook(study.parent / "costs.xlsx") as book:
        for name, price in (("A", 1000), ("B", 100)):
            sheet = book.add_worksheet(name)
            heads = ("category", "ingredient", "quantity", "unit_price", "currency", "price_year")
            sheet.write_row(0, 0, heads)
            sheet.write_row(1, 0, ("Staff", name, 1, price, "ZAR", 2021))
    entries = "".join(
        f'[[costs]]\nsource = "costs.xlsx"\nfile = {{ sheet = "{name}" }}\n' for name in "AB"
    )
    study.write_text(study.read_text(encoding="utf-8") + entries, encoding="utf-8")
    ledger = run(open_study(study)).ledger
    assert ledger is not None
    assert ledger.total.amount == 1100


def test_a_data_column_may_be_what_people_were_chosen_for(study: Path) -> None:
    change(
        study,
        "[[analyses]]",
        '[[assignment]]\nexposure = "size"\nrule = "self"\n\n[[analyses]]',
    )
    assert run(open_study(study)).results["effect"].n_rows == 24


_EDITS = (
    lambda study: _with_model(study, "offer", covariance="cr1"),
    lambda study: _with_model(study, "offer", title="Offered"),
    lambda study: _with_model(study, "offer_schools", name="other"),
    lambda study: _with_model(study, "naive", outcome="teacher_difficulties"),
    lambda study: study.model_copy(update={"models": study.models[:-1]}),
    lambda study: study.model_copy(update={"assignment": study.assignment[:-1]}),
    lambda study: study.model_copy(update={"seed": study.seed + 1}),
    lambda study: study.model_copy(update={"costs": study.costs[:1]}),
)


def _with_model(study: Study, model: str, **fields: object) -> Study:
    models = [m.model_copy(update=fields) if m.name == model else m for m in study.models]
    return study.model_copy(update={"models": tuple(models)})


@pytest.mark.parametrize("place", range(len(_EDITS)))
def test_what_a_memo_keeps_is_what_a_run_of_its_own_makes(
    place: int, sample_study_path: Path, sample_run: Run
) -> None:
    study = open_study(sample_study_path).model_copy(
        update={"tables": (), "charts": (), "brief": None, "roi": None, "reproduces": ()}
    )
    edited = _EDITS[place](study)
    memo = Memo()
    before = run(study, memo=memo)
    assert record_of(run(edited, memo=memo)) == record_of(run(edited))
    undone = record_of(run(study, memo=memo))
    assert undone == record_of(before)
    assert undone["results"] == record_of(sample_run)["results"]


_FAMILY = """
[[models]]
name = "size"
kind = "fixed_effects"
outcome = "size"
treatment = "visited"
cluster = ["household"]

[[families]]
name = "two"
members = ["effect", "size"]
adjust = "holm"
"""


def _with_two_outcomes(study: Path, families: str) -> None:
    # family size does not change: let it do so in one row of the second wave
    rows = (study.parent / "wave2.csv").read_text(encoding="utf-8").splitlines()
    child, family, score, size, day = rows[3].split(",")
    rows[3] = ",".join((child, family, score, str(int(size) + 1), day))
    rows[5] = rows[5].replace(",4,2021", ",5,2021").replace(",3,2021", ",5,2021")
    (study.parent / "wave2.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    study.write_text(study.read_text(encoding="utf-8") + families, encoding="utf-8")


def test_families_are_judged_and_recorded(study: Path) -> None:
    _with_two_outcomes(study, _FAMILY)
    made = run(open_study(study))
    family = record_of(made)["families"]["two"]
    p = [made.results[name].estimates["visited"].p for name in ("effect", "size")]
    smaller, larger = sorted(p)
    assert sorted(judged["adjusted"] for judged in family["adjusted"]) == pytest.approx(
        sorted([min(2 * smaller, 1), min(max(2 * smaller, larger), 1)])
    )
    assert record_of(made)["results"]["size"]["tests"]["holm"]["method"] == "Holm, 2 outcomes (two)"
    assert "p adjusted (Holm, 2 outcomes, two)" in " ".join(made.output.tables["t1"].notes)
    assert not any(f.code == "many_outcomes" for f in made.results["effect"].findings)


def test_outcomes_that_no_family_names_are_told_of(study: Path) -> None:
    _with_two_outcomes(study, _FAMILY.split("[[families]]", maxsplit=1)[0])
    made = run(open_study(study))
    assert any(f.code == "many_outcomes" for f in made.results["effect"].findings)


def test_an_error_of_a_family_is_placed_in_the_document(study: Path) -> None:
    _with_two_outcomes(study, _FAMILY.replace('"holm"', '"romano_wolf"\ncluster = "scool"'))
    with pytest.raises(StudyError) as caught:
        run(open_study(study))
    assert caught.value.where == "families[0]"
