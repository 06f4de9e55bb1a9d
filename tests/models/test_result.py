from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from studytool.models.result import (
    Estimate,
    Leaving,
    ModelResult,
    NotAvailable,
    SampleFlow,
    TestResult,
)


def test_values_cannot_be_changed_afterwards():
    found = Estimate(1.0, 0.5, 10.0, 0.07, -0.1, 2.1)
    with pytest.raises(FrozenInstanceError):
        found.estimate = 2.0
    with pytest.raises(FrozenInstanceError):
        NotAvailable("collinear with age").reason = ""


def test_a_test_without_a_number_says_why():
    assert TestResult(reason="needs clusters").p is None
    assert TestResult(reason="needs clusters").reason == "needs clusters"


def test_a_flow_tells_rows_from_people():
    step = Leaving("outcome missing: refused", rows=2, people=1, index=(4, 5))
    flow = SampleFlow(rows=6, people=3, steps=(step,), used_rows=4, used_people=2)
    assert flow.rows - step.rows == flow.used_rows
    assert flow.singletons == 0


def test_results_carry_what_a_table_and_the_guard_need():
    names = {field.name for field in fields(ModelResult)}
    assert {"estimates", "covariance", "terms", "shown", "convention", "equation"} <= names
    assert {"n_rows", "n_people", "n_clusters", "flow", "tests", "statistics", "findings"} <= names
