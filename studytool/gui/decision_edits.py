"""Decision edits: decisions about rows and cells, wherever the study keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.gui import edits
from studytool.survey.decisions import load_sidecar

if TYPE_CHECKING:
    from collections.abc import Collection

    from studytool.study import Study
    from studytool.survey.decisions import Decision


def decisions_of(study: Study) -> tuple[Decision, ...]:
    """Return the decisions of a study, from its file of decisions where it has one.

    Raises
    ------
    StudyError
        If that file cannot be read.
    """
    said = study.decisions
    return load_sidecar(study.root / said) if isinstance(said, str) else said


def file_of_decisions(study: Study) -> str:
    """Return the file that holds the decisions; empty where the study itself does."""
    return study.decisions if isinstance(study.decisions, str) else ""


def with_decision(study: Study, made: Decision) -> Study:
    """Return the study with one more decision; those of a file come into the study with it.

    Raises
    ------
    StudyError
        If the file of decisions cannot be read.
    """
    return edits.changed(study, decisions=(*decisions_of(study), made))


def without_decisions(study: Study, places: Collection[int]) -> Study:
    """Return the study without some decisions; those of a file come into the study.

    Raises
    ------
    StudyError
        If the file of decisions cannot be read.
    """
    left = (one for place, one in enumerate(decisions_of(study)) if place not in places)
    return edits.changed(study, decisions=tuple(left))
