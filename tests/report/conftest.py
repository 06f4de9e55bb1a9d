from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from studytool.core.findings import Finding
from studytool.describe.analysis import Analysis, Description
from studytool.models.result import (
    Estimate,
    Leaving,
    ModelResult,
    NotAvailable,
    SampleFlow,
)
from studytool.models.spec import ModelSpec
from studytool.report.material import Material
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
WAVES = {1.0: "2020", 2.0: "2021", 3.0: "2022"}
DESCRIPTION_COLUMNS = (
    *("variable", "label", "by", "group", "wave", "wave_label", "value", "count", "n"),
    *("missing", "low", "high", "reason"),
)


class ShownAnalysis(Analysis):
    """An analysis by wave, already described."""

    statistic: Literal["percent", "mean", "count"] = "percent"

    def describe(self, panel):
        raise NotImplementedError


class ShownModel(ModelSpec):
    """A model already fitted."""

    def needs(self):
        return ()

    def fit(self, panel, *, seed, progress):
        raise NotImplementedError


def make_panel(*, design="panel", person="child_id"):
    entries = [
        Variable(
            name="difficulties",
            label="Total difficulties",
            informant="caregiver",
            unit="points",
            range=(0, 40),
            higher_is="worse",
        ),
        Variable(name="visited", label="Visited since last interview"),
        Variable(name="hh_size", label="Household size"),
        Variable(name="sex", label="Sex", labels={"0": "boy", "1": "girl"}),
        Variable(name="difficulties_w1", label="Difficulties at wave 1"),
    ]
    return Panel(
        frame=pd.DataFrame(),
        design=PanelDesign(
            design=design, person=person, levels={"household": "hh_id", "school": "school_id"}
        ),
        codebook={entry.name: entry for entry in entries},
        reasons=pd.DataFrame(),
        waves=WAVES,
    )


def point(variable, wave, count, n, *, group="", by="", label=None, mean=None, width=0.05):
    """One row of a description by wave: a share, or a mean where one is given."""
    value = mean if mean is not None else (count / n if n else None)
    return {
        "variable": variable,
        "label": label or variable.replace("_", " ").capitalize(),
        "by": by,
        "group": group,
        "wave": float(wave),
        "wave_label": WAVES.get(float(wave), str(wave)),
        "value": value,
        "count": None if mean is not None else count,
        "n": n,
        "missing": 0,
        "low": None if value is None else value - width,
        "high": None if value is None else value + width,
        "reason": "" if value is not None else "nobody was asked",
    }


def describe(*rows, title="What was told", notes=(), findings=()):
    return Description(
        kind="wave_table",
        title=title,
        columns=DESCRIPTION_COLUMNS,
        rows=tuple(rows),
        notes=notes,
        findings=findings,
    )


def fitted(
    name="visits",
    estimates=None,
    *,
    shown=("visited",),
    people=118,
    rows=341,
    clusters=None,
    outcome="difficulties",
    findings=(),
    statistics=None,
    convention="CR2 standard errors, Satterthwaite degrees of freedom, clusters: household",
):
    estimates = estimates or {
        "visited": Estimate(-3.12, 0.65, 41.6, 0.0001, -4.39, -1.85),
        "hh_size": Estimate(0.21, 0.2, 38.0, 0.28, -0.18, 0.6),
    }
    steps = (
        Leaving("not present in every wave", 78, 39),
        Leaving("outcome missing: refused", 447 - 78 - rows, 162 - 39 - people),
    )
    return ModelResult(
        name=name,
        kind="fixed_effects",
        outcome=outcome,
        estimates=estimates,
        covariance=np.eye(2),
        terms=tuple(term for term, found in estimates.items() if isinstance(found, Estimate)),
        shown=shown,
        level=0.95,
        convention=convention,
        equation="",
        n_rows=rows,
        n_people=people,
        n_clusters={"household": 96} if clusters is None else clusters,
        flow=SampleFlow(447, 162, steps, rows, people),
        statistics=statistics or {},
        findings=findings,
    )


def ancova(**options):
    return fitted(
        "visits_ancova",
        {
            "visited": Estimate(-0.64, 0.68, 44.1, 0.34, -1.99, 0.71),
            "difficulties_w1": Estimate(0.52, 0.07, 50.0, 0.00001, 0.38, 0.66),
            "hh_size": Estimate(0.27, 0.17, 39.0, 0.1, -0.06, 0.6),
            "C(sex)[1]": NotAvailable("every child kept is a girl"),
            "const": Estimate(4.0, 1.0, 30.0, 0.001, 2.0, 6.0),
        },
        people=116,
        rows=221,
        clusters={"household": 95},
        **options,
    )


def model_spec(name="visits", **options):
    return ShownModel(name=name, outcome="difficulties", treatment="visited", **options)


def make_material(*, analyses=None, models=None, panel=None):
    return Material(
        panel=panel or make_panel(), analyses=dict(analyses or {}), models=dict(models or {})
    )


def both_models():
    """Fixed effects with ANCOVA beside it, as in the pictures of the design."""
    drift = Finding(
        "warning",
        "regression_to_the_mean",
        "Visits went to children who scored high at wave 1, and high scores fall by themselves",
    )
    few = Finding("note", "few_clusters", "39 families changed")
    return {
        "visits": (
            model_spec(title="Child and wave effects", sample="tracked"),
            fitted(findings=(few, drift)),
        ),
        "visits_ancova": (
            model_spec("visits_ancova", title="ANCOVA on wave 1", sample="tracked"),
            ancova(
                findings=(drift,),
                statistics={"minimum_detectable_effect": 1.9, "outcome_sd": 5.43},
            ),
        ),
    }


def in_golden(name, text):
    """Hold `text` against the file of that name, which a person has looked at."""
    path = GOLDEN / name
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()


def told(figure):
    """A figure's words and data as lines, numbers in full."""
    lines = [figure.caption, figure.unit_line, figure.alt_text, " | ".join(figure.columns)]
    lines += [" | ".join(_cell(row[name]) for name in figure.columns) for row in figure.data]
    return "\n".join((*lines, *figure.notes))


def _cell(cell):
    behind = "" if cell.count is None and cell.base is None else f" <{cell.count} of {cell.base}>"
    return f"{cell.reason if cell.value is None else cell.value}{behind}"


@pytest.fixture
def make():
    """What tests of the report build their material with."""
    return SimpleNamespace(
        ShownAnalysis=ShownAnalysis,
        ancova=ancova,
        both_models=both_models,
        describe=describe,
        fitted=fitted,
        in_golden=in_golden,
        material=make_material,
        model_spec=model_spec,
        panel=make_panel,
        point=point,
        told=told,
        waves=WAVES,
    )
