"""The command line: exit statuses, what goes to stdout and what to stderr, all files or none."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from studytool.cli import CANCELLED, DIFFERS, DONE, FAULT, REFUSED, main
from tests.small_study import write_study

if TYPE_CHECKING:
    from pathlib import Path

ROWS = """child,wave,score,visited,family
1,1,10,0,a
1,2,7,1,a
2,1,12,0,a
2,2,12,0,a
3,1,9,0,b
3,2,8,0,b
4,1,11,0,c
4,2,6,1,c
5,1,14,0,d
5,2,13,0,d
"""
STUDY = """
title = "Five children"
[panel]
person = "child"
[[waves]]
source = "data.csv"
layout = "long"
[[models]]
name = "effect"
kind = "fixed_effects"
outcome = "score"
treatment = "visited"
cluster = ["family"]
[[tables]]
name = "t1"
kind = "regression"
models = ["effect"]
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "data.csv").write_text(ROWS, encoding="utf-8")
    path = tmp_path / "study.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def test_run_prints_the_tables_and_writes_the_files(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(study), "--out", str(tmp_path / "out")]) == DONE
    told = capsys.readouterr()
    assert "Table 1." in told.out
    assert "CR1" in told.out
    # two of five children were visited: too few to tell of
    assert "1 cell hidden" in told.out
    assert "tables.xlsx" in told.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["tables.xlsx"]


def test_json_carries_every_number_at_full_precision(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(study), "--json"]) == DONE
    record = json.loads(capsys.readouterr().out)
    assert next(iter(record)) == "internal"
    effect = record["results"]["effect"]["estimates"]["visited"]
    # By hand: visited changed by (-3, -5), the others by (0, -1, -1): -4 + 2/3.
    assert effect["estimate"] == pytest.approx(-4 + 2 / 3, abs=1e-12)
    assert record["results"]["effect"]["n_rows"] == 10
    assert record["results"]["effect"]["n_clusters"] == {"family": 4}


def test_a_published_number_that_does_not_hold_exits_1(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = study.read_text(encoding="utf-8")
    text += '\n[[reproduces]]\nquantity = "effect.visited.estimate"\npublished = -3.33\n'
    study.write_text(text + 'tolerance = 0.005\nsource = "a paper"\n', encoding="utf-8")
    assert main(["run", str(study)]) == DONE
    told = capsys.readouterr().out.splitlines()
    place = told.index("a paper:")
    assert told[place - 1].split() == ["number", "published", "ours", "difference", "verdict"]
    assert told[place + 1].split() == [
        *("effect.visited.estimate", "−3.33", "−3.333", "−0.003", "holds"),
    ]
    assert told[place + 2] == "The published number holds."
    study.write_text(text + 'tolerance = 0.0005\nsource = "a paper"\n', encoding="utf-8")
    assert main(["run", str(study)]) == DIFFERS
    told = capsys.readouterr()
    assert "a paper" in told.err
    assert "0 of 1 published numbers hold." in told.out


@pytest.mark.parametrize("arguments", [["check"], ["run"], ["run", "--json"]])
def test_a_study_that_cannot_be_done_exits_2_and_says_what_to_do(
    arguments: list[str], study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study.write_text(STUDY.replace("treatment =", "treatmnt ="), encoding="utf-8")
    assert main([*arguments, str(study)]) == REFUSED
    told = capsys.readouterr()
    assert told.out == ""
    assert "models[0].treatmnt" in told.err
    assert 'Did you mean "treatment"?' in told.err


def test_a_column_that_is_not_in_the_data_exits_2_and_names_the_nearest(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study.write_text(STUDY.replace('"score"', '"scores"'), encoding="utf-8")
    assert main(["run", str(study)]) == REFUSED
    told = capsys.readouterr().err
    assert "models[0]" in told
    assert "scores" in told
    assert '"score"' in told


def test_a_missing_document_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "gone.toml")]) == REFUSED
    assert "There is no file" in capsys.readouterr().err


def test_ids_are_shown_only_where_they_are_asked_for(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study.parent / "data.csv").write_text(ROWS + "77123,1,4,0,d\n77123,1,5,0,d\n", "utf-8")
    assert main(["run", str(study)]) == REFUSED
    assert "77123" not in capsys.readouterr().err
    assert main(["run", str(study), "--show-values"]) == REFUSED
    assert "77123" in capsys.readouterr().err


def test_ids_of_a_log_are_shown_only_where_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = write_study(tmp_path)
    with (tmp_path / "visits.csv").open("a", encoding="utf-8") as log:
        log.write("C99,2021-03-12,45\n")
    assert main(["run", str(document)]) == DONE
    assert "C99" not in "".join(capsys.readouterr())
    assert main(["run", str(document), "--show-values"]) == DONE
    assert "values: C99" in capsys.readouterr().err


def test_an_output_folder_that_cannot_be_written_stops_before_the_work(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = study.parent / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert main(["run", str(study), "--out", str(blocked)]) == REFUSED
    told = capsys.readouterr()
    assert told.out == ""
    assert "--out" in told.err


def test_a_fault_of_our_own_exits_70_and_tells_no_values(
    study: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails(*_: object, **__: object) -> None:
        message = "child JHB-0143"
        raise ZeroDivisionError(message)

    monkeypatch.setattr("studytool.pipeline.run", fails)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert main(["run", str(study)]) == FAULT
    told = capsys.readouterr().err
    (report,) = (tmp_path / "state" / "studytool").iterdir()
    assert str(report) in told
    assert "JHB" not in told + report.read_text(encoding="utf-8")


def test_check_reads_no_data_unless_asked(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study.parent / "data.csv").unlink()
    assert main(["check", str(study)]) == DONE
    assert "document checked" in capsys.readouterr().out
    assert main(["check", str(study), "--data"]) == REFUSED


def test_list_names_every_family_and_methods_their_sources(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["list"]) == DONE
    told = capsys.readouterr().out
    for kind in ("excel", "sum_scale", "dose", "attrition", "ancova", "regression", "docx"):
        assert f"  {kind} " in told
    assert main(["list", "methods"]) == DONE
    told = capsys.readouterr().out
    assert "https://doi.org/" in told
    assert max(map(len, told.splitlines())) <= 80, "no terminal: 80 letters a line"


def test_schema_is_json_schema_of_the_whole_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == DONE
    schema = json.loads(capsys.readouterr().out)
    assert {"waves", "models", "brief", "roi"} <= set(schema["properties"])
    assert "FixedEffects" in schema["$defs"]


def test_export_writes_only_what_was_asked_for(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["export", str(study), "--as", "xlsx", "--out", str(out)]) == DONE
    assert [path.name for path in out.iterdir()] == ["tables.xlsx"]
    assert main(["export", str(study), "--as", "docx", "--out", str(out)]) == DONE
    assert sorted(path.name for path in out.iterdir()) == ["report.docx", "tables.xlsx"]
    assert main(["export", str(study), "--as", "xls", "--out", str(out)]) == REFUSED
    assert 'Did you mean "xlsx"?' in capsys.readouterr().err


# Ctrl+C pressed at the moment a step is told: the same in every run, however busy the machine.
_PRESSED = """
import os, signal, sys
from studytool import cli

told = cli.Teller.step

def press(self, message, done, total):
    told(self, message, done, total)
    if sys.argv[1] in message:
        os.kill(os.getpid(), signal.SIGINT)

cli.Teller.step = press
sys.exit(cli.main(["run", sys.argv[2], "--out", sys.argv[3]]))
"""


@pytest.mark.parametrize("moment", ["wave1", "wave3", "model offer", "tables", "done"])
def test_interrupted_in_the_middle_nothing_is_written(
    moment: str, sample_study_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    finished = subprocess.run(
        [sys.executable, "-c", _PRESSED, moment, str(sample_study_path), str(out)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert finished.returncode == CANCELLED, finished.stderr
    assert "Nothing was written" in finished.stderr
    assert finished.stdout == ""
    assert list(out.iterdir()) == []


def test_what_was_noticed_is_told_before_the_error_it_explains(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = write_study(tmp_path)
    log = tmp_path / "visits.csv"
    log.write_text(log.read_text(encoding="utf-8").replace("C", "c"), encoding="utf-8")
    assert main(["run", str(document)]) == REFUSED
    told = capsys.readouterr().err
    assert "the ID is in no wave" in told
    assert told.index("the ID is in no wave") < told.index("models[0]")


def test_check_with_data_finds_everything_that_stops_a_run(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study.write_text(STUDY.replace('"score"', '"scores"'), encoding="utf-8")
    assert main(["check", str(study)]) == DONE
    assert main(["check", str(study), "--data"]) == REFUSED
    assert "scores" in capsys.readouterr().err
