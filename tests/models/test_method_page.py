from __future__ import annotations

from typing import ClassVar, Literal

import pytest

import studytool.models.estimators
from studytool.catalogue import other_methods
from studytool.core.spec import kinds
from studytool.models.estimators.did import Did
from studytool.models.method import Method
from studytool.models.method_page import (
    PROPERTIES,
    estimator_page,
    method_page,
    options_of,
    registry,
)
from studytool.models.spec import ModelSpec

ESTIMATORS = kinds(ModelSpec, studytool.models.estimators)
ONE = Method(
    name="Signs",
    about="resampling",
    does="Changes signs of errors of whole schools, and then looks again.",
    asked_by="always",
    equation="e* = v e",
    sources=("Somebody (2001), https://doi.org/10.1000/a-very-long-name-that-cannot-be-broken-up",),
    verified=("by hand", "a program, 1e-8"),
)


class Short(ModelSpec):
    """Says next to nothing."""

    called: ClassVar[str] = "Short"
    question: ClassVar[str] = "What?"
    kind: Literal["short"] = "short"


def test_a_page_by_hand():
    assert method_page(ONE, 50).splitlines() == [
        "Signs",
        "-----",
        "What for          Changes signs of errors of whole",
        "                  schools, and then looks again.",
        "Asked for by      always",
        "Equation          e* = v e",
        "Verified against  - by hand",
        "                  - a program, 1e-8",
        "Sources           Somebody (2001),",
        "                  https://doi.org/10.1000/a-very-long-name-that-cannot-be-broken-up",
    ]


def test_what_is_not_said_takes_no_line():
    said = estimator_page(Short, 80).splitlines()
    assert said == [
        'Short, kind = "short"',
        "---------------------",
        "Question          What?",
    ]


def test_only_the_options_of_its_own_are_listed():
    assert [text.partition(":")[0] for text in options_of(Did)] == ["post", "method"]


@pytest.mark.parametrize("width", [20, 72, 80, 132])
def test_the_registry_keeps_to_the_width_and_holds_every_method(width):
    told = registry(ESTIMATORS.values(), other_methods(), width=width)
    lines = told.splitlines()
    assert all(len(line) <= width for line in lines if " " in line.strip()) or width < 72
    plain = " ".join(told.replace("\n- ", " ").split())
    for kind, member in ESTIMATORS.items():
        assert f'{member.called}, kind = "{kind}"' in lines
        assert " ".join(member.equation.split()) in plain
        for name in member.properties:
            assert PROPERTIES[name] in " ".join(estimator_page(member, 200).split())
    for method in other_methods():
        assert method.name in lines


def test_the_common_methods_come_first():
    told = registry(ESTIMATORS.values(), (), width=80)
    assert told.index("Fixed effects,") < told.index("ANCOVA,") < told.index("Between people,")
    assert "RESAMPLING" not in told
