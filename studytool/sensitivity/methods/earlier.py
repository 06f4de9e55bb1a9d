"""A model fitted on the rows before treatment, as if that had begun earlier."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import numbers
from studytool.models.guard.facts import gather_facts
from studytool.models.methods.event_times import NEVER, starts_by_treatment
from studytool.models.terms import columns_of
from studytool.sensitivity.methods.part_of_panel import with_rows
from studytool.sensitivity.subject import refit

if TYPE_CHECKING:
    from studytool.models.guard.facts import Facts
    from studytool.models.result import ModelResult
    from studytool.sensitivity.subject import Subject

TWO = 2


def refit_earlier(subject: Subject, earlier: int) -> ModelResult:
    """Fit the model on its rows before treatment, as if that had begun earlier.

    Parameters
    ----------
    subject : Subject
        The model.
    earlier : int
        How many waves.

    Raises
    ------
    ModelError
        If there are too few waves before treatment, or the model has several treatments.
    """
    facts = gather_facts(subject.model, subject.result, subject.panel)
    names = columns_of(subject.model.treatments)
    if len(names) != 1:
        raise ModelError(
            f'The model "{subject.model.name}" has several treatments, which cannot all be moved.',
            remedy="Use a model of one treatment.",
        )
    if hasattr(subject.model, "post") and facts.constant_treatment:
        return _of_group(subject, facts, earlier)
    return _of_start(subject, facts, names[0], earlier)


def _of_group(subject: Subject, facts: Facts, earlier: int) -> ModelResult:
    """Fit a model whose group is known and whose later waves are named."""
    after = _after(subject, facts)
    before = facts.used & ~after
    waves = np.unique(facts.waves[before])
    if waves.size <= earlier:
        raise _too_few(waves.size, earlier)
    return refit(
        subject,
        with_rows(subject.panel, before),
        post=tuple(waves[-earlier:].tolist()),
        sample="all",
        unbalanced="keep",
    )


def _after(subject: Subject, facts: Facts) -> np.ndarray:
    post = getattr(subject.model, "post", None)
    if isinstance(post, str):
        return np.asarray(numbers(subject.panel.frame, post) == 1)
    waves = np.unique(facts.waves[facts.used])
    named = (post,) if isinstance(post, (int, float)) else post
    return np.isin(facts.waves, np.array([waves[-1]] if named is None else named, dtype=float))


def _of_start(subject: Subject, facts: Facts, column: str, earlier: int) -> ModelResult:
    """Fit a model whose treatment begins within people."""
    panel = subject.panel
    starts = starts_by_treatment(panel, column)
    begins = np.isfinite(starts.time)
    early = begins & (starts.time < 0) & facts.used
    found = np.unique(starts.time[early])
    if found.size < TWO or found[0] >= -earlier:
        raise _too_few(int(found.size), earlier)
    kept = early | (facts.used & (starts.place == NEVER))
    moved = np.where(begins & (starts.time >= -earlier), 1.0, 0.0)
    frame = panel.frame.assign(**{column: moved})
    return refit(
        subject, with_rows(replace(panel, frame=frame), kept), sample="all", unbalanced="keep"
    )


def _too_few(waves: int, earlier: int) -> ModelError:
    there = f"{waves} wave{'s' * (waves != 1)}" if waves else "no wave"
    return ModelError(
        f"There is {there} before treatment in the sample, and a start {earlier} earlier needs "
        f"{earlier + 1}.",
        why="Before and after the placebo start have to be compared.",
        remedy="Add earlier waves, or leave this analysis out.",
    )
