from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.sensitivity.methods.baseline import independent_places, people_at_baseline
from tests.sensitivity.subjects import subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(children=60, attrition=0.2), 3)


def subject(panel=PANEL, **options):
    return subject_of(panel, "ancova", treatment="offered", **options)


def test_people_are_as_they_were_at_the_first_wave():
    found = people_at_baseline(subject(), ["age", "y"])
    rows = PANEL.frame.iloc[found.rows]
    assert (rows["wave"] == 1).all()
    assert found.columns[:, 0].tolist() == rows["age"].tolist()
    assert found.treated.tolist() == (rows["offered"] == 1).tolist()
    assert found.used.all()
    assert found.without == 0


def test_everyone_of_the_baseline_is_there_and_some_did_not_stay():
    found = people_at_baseline(subject(), ["age"], everyone=True)
    frame = PANEL.frame
    later = set(frame.loc[frame["wave"] == 3, "child_id"])
    assert found.rows.size == (frame["wave"] == 1).sum()
    assert found.stayed.tolist() == [child in later for child in frame["child_id"].iloc[found.rows]]
    assert not found.stayed.all()


def test_those_without_a_value_are_counted():
    frame = PANEL.frame.copy()
    whole = frame["child_id"].map(frame["child_id"].value_counts()) == 3
    first = frame.index[(frame["wave"] == 1) & whole][:2]
    frame.loc[first, "age"] = np.nan
    found = people_at_baseline(subject(replace(PANEL, frame=frame)), ["age"])
    assert found.without == 2


def test_factors_are_written_out_and_what_repeats_is_left_out():
    frame = PANEL.frame.assign(twice=2 * PANEL.frame["age"], fixed=1.0)
    panel = replace(PANEL, frame=frame)
    found = people_at_baseline(subject(panel), ["age", "twice", "fixed", "C(school_id)"])
    assert found.names == ("age", *(f"C(school_id)[S{place}]" for place in range(1, 5)))
    with pytest.raises(ModelError, match="None of the variables"):
        independent_places(np.ones((5, 2)))


def test_what_is_not_there_is_refused():
    with pytest.raises(ModelError, match="no wave 7"):
        people_at_baseline(subject(), ["age"], 7)
    with pytest.raises(ModelError, match='no level or column "agee"'):
        people_at_baseline(subject(), ["agee"])
    frame = PANEL.frame.assign(late=PANEL.frame["age"].where(PANEL.frame["wave"] > 1))
    with pytest.raises(ModelError, match="Nobody has a value"):
        people_at_baseline(subject(replace(PANEL, frame=frame)), ["late"])


def test_without_people_every_row_is_its_own():
    design = PANEL.design.model_copy(update={"person": None})
    pooled = subject_of(replace(PANEL, design=design), "pooled", treatment="offered")
    assert people_at_baseline(pooled, ["age"]).rows.size == len(PANEL.frame)


def test_among_keeps_the_columns_together():
    found = people_at_baseline(subject(), ["age"])
    some = found.among(found.treated)
    assert some.treated.all()
    assert some.columns.shape == (int(found.treated.sum()), 1)
