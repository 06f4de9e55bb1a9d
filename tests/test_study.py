"""The document: TOML -> Study -> TOML is the identity, and every fault is told at its field."""

from __future__ import annotations

from pathlib import Path

import pytest

from studytool.api import run
from studytool.core.errors import DocumentError
from studytool.study import Study, parse_study

SMALL = """
format = 1
title = "Small"

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
cluster = ["person"]
"""


def parse(text: str) -> Study:
    return parse_study(text, folder=Path("/study"), source="small.toml")


def refused(text: str) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        parse(text)
    return caught.value


def test_a_written_document_reads_back_as_the_same_study(sample_study_path: Path) -> None:
    text = sample_study_path.read_text(encoding="utf-8")
    study = parse_study(text, folder=sample_study_path.parent, source="sample")
    again = parse_study(study.to_toml(), folder=sample_study_path.parent, source="sample")
    assert again == study
    assert again.to_toml() == study.to_toml()
    assert again.digest == study.digest


def test_comments_and_order_of_keys_leave_the_digest_alone() -> None:
    moved = SMALL.replace('title = "Small"', "").replace("format = 1", 'title = "Small" # a remark')
    assert parse(moved).digest == parse(SMALL).digest


def test_another_seed_is_another_study() -> None:
    other = SMALL.replace('title = "Small"', 'title = "Small"\nseed = 7')
    assert parse(other).digest != parse(SMALL).digest


def test_the_importer_follows_from_the_ending_where_no_kind_is_given() -> None:
    for ending, kind in (("csv", "csv"), ("xlsx", "excel"), ("SAV", "spss"), ("dat", "csv")):
        study = parse(SMALL.replace("data.csv", f"data.{ending}"))
        assert study.waves[0].kind_name() == kind


def test_options_of_another_importer_are_refused() -> None:
    error = refused(SMALL.replace('layout = "long"', 'layout = "long"\nsheet = "children"'))
    assert error.where == "waves[0].sheet"


def test_a_typo_in_a_key_is_told_with_the_right_key() -> None:
    error = refused(SMALL.replace("treatment", "treatmnt"))
    assert error.where == "models[0].treatmnt"
    assert "treatment" in error.remedy


def test_a_second_fault_is_told_too() -> None:
    error = refused(SMALL.replace("outcome", "outcme").replace("layout", "layuot"))
    assert error.where == "waves[0].layuot"
    assert any("models[0].outcme" in note for note in error.__notes__)


def test_a_broken_document_names_line_and_column() -> None:
    error = refused(SMALL.replace('kind = "fixed_effects"', "kind = fixed"))
    assert "line 14" in error.what


def test_a_document_of_a_newer_program_is_refused() -> None:
    error = refused(SMALL.replace("format = 1", "format = 2"))
    assert error.where == "format"
    assert "newer" in error.what


def test_a_study_of_no_waves_is_a_document_but_cannot_be_run() -> None:
    empty = parse('title = "Nothing"')
    with pytest.raises(DocumentError, match="no files yet"):
        run(empty)


@pytest.mark.parametrize(
    ("addition", "name"),
    [
        ('[[tables]]\nname = "t"\nkind = "regression"\nmodels = ["efect"]', "efect"),
        ('[[released]]\ntable = "t9"\ncell = { wave = 1 }\nreason = "r"', "t9"),
        ('[roi]\neffect = "offer.offered"', "offer"),
        (
            (
                '[[reproduces]]\nquantity = "gone.x.estimate"\npublished = 1\n'
                'tolerance = 0\nsource = "s"'
            ),
            "gone",
        ),
        ('[brief]\ntitle = "b"\n[[brief.blocks]]\nkind = "table"\ntable = "t9"', "t9"),
    ],
)
def test_a_name_that_is_not_in_the_document_is_refused(addition: str, name: str) -> None:
    error = refused(f"{SMALL}\n{addition}\n")
    assert f'"{name}"' in error.what
    assert error.where


def test_a_wave_that_is_in_no_file_is_refused_in_the_codebook() -> None:
    waves = '[[waves]]\nsource = "a.csv"\nnumber = 1\n[[waves]]\nsource = "b.csv"\nnumber = 2\n'
    variable = '[[variables]]\nname = "score"\ncolumns = { 1 = "s", 3 = "t" }\n'
    error = refused(f'title = "x"\n{waves}{variable}')
    assert error.where == "variables[0]"
    assert '"3"' in error.what
    assert parse(f'title = "x"\n{waves}{variable.replace("3", "2")}').variables


def test_two_models_of_one_name_are_refused() -> None:
    twice = SMALL + SMALL[SMALL.index("[[models]]") :]
    assert '"effect" is given 2 times' in refused(twice).what


def test_the_root_lies_beside_the_document() -> None:
    assert parse(SMALL).root == Path("/study")
    assert parse(f'{SMALL}\n[files]\nroot = "../data"\n').root == Path("/data")
