from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from studytool.catalogue import families
from studytool.gui.how_page import how_html, told_by, toml_of
from studytool.gui.report_html import PRINTED

if TYPE_CHECKING:
    from studytool.core.spec import Kind
    from studytool.outcome import Run


def test_the_lines_of_the_document_are_the_documents(sample_run: Run) -> None:
    for model in sample_run.study.models:
        written = tomllib.loads(toml_of("models", model))
        assert type(model).model_validate(written["models"][0]) == model


def test_how_says_equation_errors_and_references(sample_run: Run) -> None:
    html = how_html("models", [sample_run.material.models["offer"]], PRINTED)
    result = sample_run.results["offer"]
    assert result.equation in html
    assert result.convention in html
    assert result.tests["wild_cluster"].method in html
    assert "https://doi.org/10.1080/00273171.2013.831743" in html
    assert "Pustejovsky and Tipton" in html
    assert "[[models]]" in html


def test_every_model_of_the_sample_study_tells_its_method(sample_run: Run) -> None:
    for model in sample_run.study.models:
        what, notes, references = told_by(model)
        assert what
        assert notes
        assert references


@pytest.mark.parametrize("member", families()["models"].values(), ids=families()["models"])
def test_every_method_is_told_in_plain_text_with_its_lines_of_the_document(member) -> None:
    needed = {"name": "m", "outcome": "y", "treatment": "x", "running": "s", "cutoff": 1}
    own = {name: value for name, value in needed.items() if name in member.options()}
    spec = member.model_validate(own)
    what, notes, references = told_by(spec)
    assert what.endswith(".")
    assert notes
    assert "`" not in notes
    assert all(source.partition(" (")[0] in references for source in member.sources)
    html = how_html("models", [(spec, None)], PRINTED)
    assert "Method" in html
    assert "References" in html
    read = tomllib.loads(toml_of("models", spec))["models"][0]
    assert member.model_validate(read) == spec
    assert read["kind"] == member.kind_name()


def test_an_analysis_is_told_without_an_equation(sample_run: Run) -> None:
    analysis: Kind = sample_run.material.analyses["safety"][0]
    html = how_html("analyses", [(analysis, None)], PRINTED)
    assert "[[analyses]]" in html
    assert "Equation" not in html
