"""Every shipped study runs and meets every number it says it reproduces."""

from __future__ import annotations

from pathlib import Path

import pytest

from studytool.api import library, open_study, run

STUDIES = sorted(library().values())


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
