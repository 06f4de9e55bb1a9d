"""The folder that holds a study's files, widened where a new file lies outside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from studytool.gui import edits
from studytool.roi.cost import CostSheet
from studytool.survey.new_files import root_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.spec import Spec
    from studytool.study import Study

_Sourced = TypeVar("_Sourced", bound="Spec")


def with_root(study: Study, paths: Sequence[Path]) -> Study:
    """Return the study with a root that holds these files too; its own sources stay found.

    Parameters
    ----------
    study : Study
        As it is.
    paths : sequence of Path
        Files to be added.

    Raises
    ------
    DocumentError
        If the study would not be sound.
    """
    empty = not (study.waves or study.exposures or study.costs)
    root = root_for(study.root, paths, empty=empty)
    if root == study.root:
        return study
    placed = os.path.relpath(root, study.folder)
    decisions = study.decisions
    if isinstance(decisions, str):
        decisions = _moved(decisions, study.root, root)
    return edits.changed(
        study,
        files=study.files.model_copy(update={"root": Path(placed).as_posix()}),
        decisions=decisions,
        waves=_each_moved(study.waves, study.root, root),
        exposures=_each_moved(study.exposures, study.root, root),
        costs=tuple(
            _each_moved([cost], study.root, root)[0] if isinstance(cost, CostSheet) else cost
            for cost in study.costs
        ),
    )


def source_of(study: Study, path: Path) -> str:
    """Return a file as the document names it: from its root where it lies inside."""
    found = path.resolve()
    inside = found.is_relative_to(study.root)
    return found.relative_to(study.root).as_posix() if inside else str(found)


def _each_moved(entries: Sequence[_Sourced], old: Path, new: Path) -> tuple[_Sourced, ...]:
    return tuple(_entry_moved(entry, old, new) for entry in entries)


def _entry_moved(entry: Any, old: Path, new: Path) -> Any:  # noqa: ANN401  # anything with a source
    return entry.model_copy(update={"source": _moved(entry.source, old, new)})


def _moved(source: str, old: Path, new: Path) -> str:
    return Path(os.path.relpath(old / source, new)).as_posix()
