from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

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


def test_an_analysis_is_told_without_an_equation(sample_run: Run) -> None:
    analysis: Kind = sample_run.material.analyses["safety"][0]
    html = how_html("analyses", [(analysis, None)], PRINTED)
    assert "[[analyses]]" in html
    assert "Equation" not in html
