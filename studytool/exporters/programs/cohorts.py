"""The rows of a model whose treatment begins at several waves, for other tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.exporters.programs.rows import numbers_found

if TYPE_CHECKING:
    import pandas as pd

    from studytool.models.result import ModelResult
    from studytool.models.staggered_spec import StaggeredSpec
    from studytool.survey.panel import Panel


WITHOUT_PROGRAM = "somebody misses a wave, which other tools weigh in ways of their own"
"""Why such a model may have no program."""


@dataclass(frozen=True, slots=True)
class CohortRows:
    """One model of treatment that begins at several waves.

    Attributes
    ----------
    kind, name, stem, title, equation, convention : str
        Of the model; `stem` is the name of its file.
    options : mapping of str to str
        `comparison`, `base`, `method`, `anticipation`, `covariance`, as the document names them.
    frame : DataFrame, n rows
        ``unit``, ``wave``, ``first_treated`` (0 for never), both as the document names waves and
        as their places from 1 (``time``, ``cohort``), ``outcome``, ``x0`` ..., ``cluster``: codes
        in the place of names.
    controls : tuple of str
        Columns ``x0`` ... .
    estimates : mapping of term to (estimate, standard error)
        What this program found.
    """

    kind: str
    name: str
    stem: str
    title: str
    equation: str
    convention: str
    options: dict[str, str]
    frame: pd.DataFrame
    controls: tuple[str, ...]
    estimates: dict[str, tuple[float, float]]


def cohort_rows(
    spec: StaggeredSpec, result: ModelResult, panel: Panel, stem: str
) -> CohortRows | None:
    """Return the rows of such a model; None where somebody misses a wave.

    Parameters
    ----------
    spec : StaggeredSpec
        The model.
    result : ModelResult
        Its result.
    panel : Panel
        What it was fitted on.
    stem : str
        What its file is to be called.
    """
    from studytool.models.staggered.engine import engine_frame
    from studytool.models.staggered.paths import find_paths

    paths = find_paths(spec, panel)
    frame = engine_frame(paths)
    if paths.follows and len(frame) != frame["unit"].nunique() * paths.waves.size:
        return None
    first = frame["cohort"].to_numpy()
    frame = frame.assign(
        wave=paths.waves[frame["time"].to_numpy() - 1],
        first_treated=[paths.waves[place - 1] if place else 0.0 for place in first.tolist()],
    )
    asked = ("comparison", "base", "method", "anticipation")
    options = {name: str(getattr(spec, name)) for name in asked if hasattr(spec, name)}
    return CohortRows(
        kind=result.kind,
        name=result.name,
        stem=stem,
        title=spec.title or spec.name,
        equation=result.equation,
        convention=result.convention,
        options=options | {"covariance": spec.covariance or "cr1"},
        frame=frame,
        controls=tuple(name for name in frame.columns if name[:1] == "x"),
        estimates=numbers_found(result, list(result.estimates)),
    )
