from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.result import NotAvailable
from studytool.sensitivity.methods.event_terms import event_terms
from tests.sensitivity import medicaid


def test_terms_stand_in_order_without_the_reference():
    found = event_terms(medicaid.result())
    assert found.estimates == pytest.approx(medicaid.ESTIMATES)
    assert found.covariance == pytest.approx(medicaid.covariance())


def test_another_reference_gives_the_same_differences_from_the_last_wave():
    """Differences from event time -3 instead of -1: take the term at -3 off all others."""
    ours = medicaid.result()
    turn = np.eye(7)
    turn[:, 3] -= 1.0  # less the term at -3
    turn[3] = 0.0
    turn[3, 3] = -1.0  # the term at -1: 0 less the term at -3
    names = (
        "event[-6]",
        "event[-5]",
        "event[-4]",
        "event[-1]",
        "event[-2]",
        "event[0]",
        "event[1]",
    )
    values, covariance = turn @ medicaid.ESTIMATES, turn @ medicaid.covariance() @ turn.T
    like = ours.estimates["event[-6]"]
    estimates = {
        name: replace(like, estimate=float(value))
        for name, value in zip(names, values, strict=True)
    }
    assert ours.path is not None
    moved = replace(
        ours,
        terms=names,
        estimates=estimates | {"event[-3]": NotAvailable("the reference")},
        covariance=covariance,
        path=replace(ours.path, references=(-3,)),
    )
    found = event_terms(moved)
    assert found.estimates == pytest.approx(medicaid.ESTIMATES)
    assert found.covariance == pytest.approx(medicaid.covariance())


def without(*times):
    ours = medicaid.result()
    gone = {f"event[{time}]": NotAvailable("nobody") for time in times}
    keep = [place for place, term in enumerate(ours.terms) if term not in gone]
    return replace(
        ours,
        estimates={**ours.estimates, **gone},
        terms=tuple(ours.terms[place] for place in keep),
        covariance=ours.covariance[np.ix_(keep, keep)],
    )


def test_what_cannot_be_judged_is_refused_by_name():
    with pytest.raises(ModelError, match="no wave before the last one"):
        event_terms(without(-6, -5, -4, -3, -2))
    with pytest.raises(ModelError, match="no wave after treatment"):
        event_terms(without(0, 1))
    with pytest.raises(ModelError, match="gap"):
        event_terms(without(-4))
    ours = medicaid.result()
    assert ours.path is not None
    with pytest.raises(ModelError, match="two references"):
        event_terms(replace(ours, path=replace(ours.path, references=(-1, -4))))
    with pytest.raises(ModelError, match="no reference wave in common"):
        event_terms(replace(ours, path=replace(ours.path, references=())))
    with pytest.raises(ModelError, match="no terms before and after"):
        event_terms(replace(ours, path=None))


def test_fewer_waves_at_the_ends_are_no_gap():
    assert event_terms(without(-6, 1)).before == 4


def test_a_target_is_one_wave_or_the_mean():
    found = event_terms(medicaid.result())
    assert found.target(1).tolist() == [0, 1]
    assert found.target(None).tolist() == [0.5, 0.5]
    with pytest.raises(ModelError, match="2 waves after"):
        found.target(2)
