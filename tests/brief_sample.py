"""A small study made by hand, from which briefs, returns and workbooks are made in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from studytool.describe.analysis import Analysis, Description
from studytool.models.result import Estimate, Leaving, ModelResult, SampleFlow, TestResult
from studytool.models.spec import ModelSpec
from studytool.report.material import Material
from studytool.report.table import Cell, Column, Row, Table
from studytool.roi.brief import Brief, HeadingPart, Number, TablePart, TextPart, Words
from studytool.roi.cost import CostItem
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.panel import AppliedDecision, Panel

if TYPE_CHECKING:
    from studytool.core.findings import Finding


class HandModel(ModelSpec):
    """A model whose answer is given."""

    called: ClassVar[str] = "ANCOVA"
    kind: str = "ancova"

    def fit(self, panel, *, seed, progress):
        raise NotImplementedError


class HandAnalysis(Analysis):
    """A description whose answer is given."""

    kind: str = "wave_table"
    statistic: str = "percent"

    def describe(self, panel):
        raise NotImplementedError


N_PEOPLE, N_OFFERED = 120, 40


def hand_panel() -> Panel:
    """120 children of 100 families in three waves; 40 of them were offered visits."""
    people = [f"C{place:03d}" for place in range(N_PEOPLE)]
    families = [f"F{place % 100:03d}" for place in range(N_PEOPLE)]
    frame = pd.DataFrame(
        {
            "child_id": np.repeat(people, 3),
            "wave": np.tile([1, 2, 3], N_PEOPLE),
            "hh_id": np.repeat(families, 3),
            "offered": np.repeat((np.arange(N_PEOPLE) < N_OFFERED).astype(float), 3),
            "high": np.tile([1.0, 0.0, 0.0], N_PEOPLE),
            "difficulties": np.tile([17.0, 12.0, 11.0], N_PEOPLE),
        }
    )
    named = {
        "offered": "Home visits offered",
        "high": "High difficulties",
        "difficulties": "Total difficulties",
    }
    return Panel(
        frame=frame,
        design=PanelDesign(person="child_id", levels={"household": "hh_id"}),
        codebook={name: Variable(name=name, label=label) for name, label in named.items()},
        reasons=pd.DataFrame(index=frame.index),
        waves={1.0: "2020", 2.0: "2021", 3.0: "2022"},
        decisions=(AppliedDecision("set_missing", "wave3_2022.csv", "age", "age goes down", 3, 1),),
        sources={"wave1_2020.xlsx": "ab" * 32, "wave2_2021.sav": "cd" * 32},
    )


def hand_result(
    *,
    name: str = "visits",
    outcome: str = "high",
    effect: tuple[float, float, float] = (-0.2, -0.3, -0.1),
    findings: tuple[Finding, ...] = (),
    n_people: int = N_PEOPLE,
) -> ModelResult:
    """The effect of the offer with its interval; the rows of wave 1 have left the sample."""
    estimate, low, high = effect
    error = (high - low) / 3.98
    first_wave = tuple(range(0, 3 * N_PEOPLE, 3))
    return ModelResult(
        name=name,
        kind="ancova",
        outcome=outcome,
        estimates={
            "offered": Estimate(estimate, error, 61.3, 0.004, low, high),
            "const": Estimate(0.4, 0.05, 61.3, 1e-9, 0.3, 0.5),
        },
        covariance=np.array([[error**2, 0.0], [0.0, 0.0025]]),
        terms=("offered", "const"),
        shown=("offered",),
        level=0.95,
        convention="CR2, Satterthwaite degrees of freedom, clusters: household",
        equation=f"{outcome} = a + b1 offered + b2 {outcome} at wave 1 + error",
        n_rows=2 * n_people,
        n_people=n_people,
        n_clusters={"household": 100},
        flow=SampleFlow(
            rows=360,
            people=120,
            steps=(Leaving("wave 1 is the baseline", 120, 0, first_wave),),
            used_rows=2 * n_people,
            used_people=n_people,
        ),
        tests={"wild_cluster": TestResult(statistic=-2.9, p=0.004, draws=9999)},
        statistics={"n_treated_people": float(N_OFFERED), "outcome_sd": 0.48},
        findings=findings,
        seed=7,
    )


def hand_description() -> Description:
    """Shares by wave: two variables, one of them of three people at the end."""
    columns = (
        *("variable", "label", "by", "group", "wave", "wave_label"),
        *("value", "count", "n", "low", "high", "reason"),
    )
    given = (
        ("high", "High difficulties", 1, 60, 120),
        ("high", "High difficulties", 2, 48, 120),
        ("high", "High difficulties", 3, 42, 120),
        ("harsh", "Harsh discipline", 1, 10, 45),
        ("harsh", "Harsh discipline", 3, 3, 45),
    )
    rows = tuple(
        {
            **dict(
                zip(columns[:6], (name, label, None, None, wave, str(2019 + wave)), strict=True)
            ),
            "value": count / n,
            "count": count,
            "n": n,
            "low": max(count / n - 0.09, 0.0),
            "high": min(count / n + 0.09, 1.0),
            "reason": None,
        }
        for name, label, wave, count, n in given
    )
    return Description("wave_table", "Children by wave", columns, rows, ("Children in all waves.",))


def hand_material(**changes) -> Material:
    """The panel with one model and one description."""
    result = hand_result(**changes)
    model = HandModel(name=result.name, outcome=result.outcome, treatment="offered")
    analysis = HandAnalysis(name="table1")
    return Material(
        panel=hand_panel(),
        analyses={"table1": (analysis, hand_description())},
        models={result.name: (model, result)},
    )


def hand_costs() -> tuple[CostItem, ...]:
    """Ingredients of home visits, 20,000 rand in all, and 5,000 for the research alone."""

    def item(category, ingredient, quantity, price, **more):
        return CostItem(
            programme="Home visits",
            category=category,
            ingredient=ingredient,
            quantity=quantity,
            unit_price=price,
            price_year=2021,
            **more,
        )

    return (
        item("Overheads", "Office", 10, 1000, shared=20),
        item("Staff, delivery", "Social worker", 12, 1000),
        item("Preparation", "Guide", 4, 1000, phase="start-up"),
        item("Materials", "Masks", 20, 100, donated=True, certainty="estimated"),
        item("Staff, delivery", "Interviewers", 5, 1000, phase="research-only"),
    )


def hand_brief() -> Brief:
    """A brief with every kind of part but a chart, made without any other step."""
    number = Cell(-0.2, source="visits.offered.estimate")
    rows = (
        Row("In schools", (Cell(value="", unit="text"),) * 2, role="group"),
        Row("Home visits offered", (number, Cell(low=-0.3, high=-0.1)), role="lead"),
        Row("Harsh discipline", (Cell(reason="fewer than 5"), Cell())),
        Row("Children", (Cell(120, "count", 0), Cell(value="", unit="text")), role="count"),
    )
    heads = (Column("Estimate", "ANCOVA"), Column("95 % interval", "ANCOVA"))
    table = Table("t1", "regression", "What changed", "", heads, rows, "Share", ("CR2.", "n 120."))
    said = (Words("It fell by "), Number("0.20", number), Words(" points."))
    return Brief(
        title="Are home visits worth it?",
        subtitle="Johannesburg",
        place="Child wellbeing",
        audience="For funders",
        parts=(
            TextPart((said, said), boxed="In short"),
            HeadingPart("What changed"),
            TextPart((said,)),
            TablePart(table, 1),
            TextPart((said, said), bullets=True),
            TextPart(((Words("Caution. ", strong=True), Words("A few left.")),), small=True),
        ),
    )
