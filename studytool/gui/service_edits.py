"""Edits of services: what names one, and what a new register becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studytool.core.spec import kinds
from studytool.exposure import rules
from studytool.exposure.rule import Exposure
from studytool.gui import edits
from studytool.gui.file_root import source_of, with_root
from studytool.gui.model_edits import free_name
from studytool.gui.variable_edits import following, names_of_columns, refuse_taken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studytool.study import Study


def with_service(study: Study, place: int, exposure: Exposure) -> Study:
    """Return the study with a service replaced; what named it follows to a new name.

    Parameters
    ----------
    study : Study
        The study as it is.
    place : int
        Which service, from 0.
    exposure : Exposure
        The service after the edit.

    Raises
    ------
    DocumentError
        If the result would not be a sound document, or another variable has the new name.
    """
    before = study.exposures[place]
    if before.name == exposure.name:
        return edits.with_item(study, "exposures", place, exposure)
    refuse_taken(study, exposure.name, f"exposures[{place}].name")
    made = edits.with_item(study, "exposures", place, exposure)
    return edits.changed(made, **following(made, before.name, exposure.name))


def with_new_service(study: Study, entry: Mapping[str, Any], path: Path) -> Study:
    """Return the study with one more service; the file stays where it is.

    Parameters
    ----------
    study : Study
        The study as it is.
    entry : mapping
        As `proposed_exposure` makes it.
    path : Path
        The register.

    Raises
    ------
    DocumentError
        If the result would not be a sound document.
    """
    placed = with_root(study, [path])
    member = kinds(Exposure, rules)[str(entry.get("kind", "ever"))]
    made = member.model_validate({**entry, "source": source_of(placed, path)})
    return edits.added(placed, "exposures", made)


def with_copy(study: Study, place: int) -> Study:
    """Return the study with a service twice, the copy under a name of its own."""
    exposure = study.exposures[place]
    name = free_name(exposure.name, names_of_columns(study))
    label = f"{exposure.label}, copy" if exposure.label else ""
    copy = exposure.model_copy(update={"name": name, "label": label})
    exposures = (*study.exposures[: place + 1], copy, *study.exposures[place + 1 :])
    return edits.changed(study, exposures=exposures)
