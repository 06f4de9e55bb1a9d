"""Models with everything needed to put them to the test."""

from __future__ import annotations

import studytool.models.estimators
import studytool.sensitivity.analyses
from studytool.core.progress import Silent
from studytool.core.spec import kinds
from studytool.models.spec import ModelSpec
from studytool.sensitivity.spec import SensitivitySpec
from studytool.sensitivity.subject import Subject

ESTIMATORS = kinds(ModelSpec, studytool.models.estimators)
ANALYSES = kinds(SensitivitySpec, studytool.sensitivity.analyses)


def subject_of(panel, kind, *, assignments=(), **options):
    """Return a fitted model as a subject."""
    model = ESTIMATORS[kind].model_validate({"name": "m", "outcome": "y", **options})
    result = model.fit(panel, seed=1, progress=Silent())
    return Subject(model, result, panel, tuple(assignments), 7, Silent())


def asked(kind, **options):
    """Return a sensitivity analysis of the model "m"."""
    return ANALYSES[kind].model_validate({"name": "s", "model": "m", **options})


def judged(panel, kind, model, *, assignments=(), options=None, **given):
    """Return what an analysis says of a model; `given` are the options of the model."""
    subject = subject_of(panel, model, assignments=assignments, **given)
    return asked(kind, **(options or {})).judge(subject)
