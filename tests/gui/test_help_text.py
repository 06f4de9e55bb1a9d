from __future__ import annotations

import ast
from pathlib import Path

import pytest

from studytool.core.findings import Finding
from studytool.gui.help_text import FOLDER, PAGES, advice, page, title_of, told

PACKAGE = Path(__file__).resolve().parents[2] / "studytool"
STEPS = ("waves", "panel", "services", "describe", "models", "roi", "brief")
LEVELS = {"note", "warning", "error"}


def texts_in(node):
    """Texts that an expression can be."""
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def codes_written():
    """Codes of findings that stand in the source, where they stand as texts."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                named = [word.value for word in node.keywords if word.arg == "code"]
                is_finding = getattr(node.func, "id", "") == "Finding"
                placed = node.args[1:2] if is_finding and len(node.args) > 1 else []
                for value in (*named, *placed):
                    yield from texts_in(value)


CODES = sorted(set(codes_written()))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_there_and_begins_with_its_title(name):
    text = page(name)
    assert text.startswith("# ")
    assert len(text.splitlines()) > 15


def test_every_file_of_help_is_a_page():
    assert {path.stem for path in FOLDER.glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_says_what_it_does_to_the_result(step):
    assert step in PAGES
    text = page(step)
    assert "What you can do" in text
    assert "result" in text


@pytest.mark.parametrize("code", CODES)
def test_every_finding_has_something_that_can_be_done(code):
    assert len(advice(code).split()) > 10


def test_the_findings_of_the_sample_study_are_all_told(sample_run):
    found = [*sample_run.findings]
    for _, result in sample_run.material.models.values():
        found.extend(result.findings)
    assert found
    assert [finding.code for finding in found if not advice(finding.code)] == []


def test_the_codes_are_not_shown_to_the_reader():
    assert "regression_to_the_mean" not in page("findings")
    assert "High scores fall by themselves" in page("findings")


def test_a_code_nobody_wrote_about_has_no_advice():
    assert advice("no_such_code") == ""
    finding = Finding("warning", "no_such_code", "Three rows.", remedy="Look at them.")
    assert told(finding) == (
        "# What can I do?\n\n**Caution.** Three rows.\n\n**For this one:** Look at them.\n"
    )


def test_a_finding_is_told_with_its_figures_and_nothing_is_taken_for_markup():
    finding = Finding("error", "few_clusters", "5 *schools* in school_id <b>.", remedy="Use CR2.")
    text = told(finding)
    assert text.startswith("# Few clusters\n")
    assert r"**Serious.** 5 \*schools\* in school\_id \<b\>." in text
    assert "Choose CR2 with Satterthwaite" in text
    assert text.endswith("**For this one:** Use CR2.\n")


def test_a_finding_has_a_title_of_its_own():
    assert title_of("few_clusters") == "Few clusters"
    assert title_of("no_such_code") == ""
