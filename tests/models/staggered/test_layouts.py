from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.staggered.layouts import (
    NO_REFERENCE,
    NOBODY,
    OUTSIDE,
    lay_out_all_times,
    lay_out_stacks,
    lay_out_treated,
)
from tests.models.estimators.test_callaway_santanna import kept
from tests.models.staggered.test_paths import paths
from tests.staggered_world import staggered_panel


def rows(panel):
    return paths(panel, cohort="first")


def terms(layout):
    return [cell.term for cell in layout.cells]


def lost(layout):
    return {reason: int(mask.sum()) for reason, mask in layout.reasons if mask.any()}


def test_all_times_but_the_reference():
    layout = lay_out_all_times(rows(staggered_panel(seed=1)), 0)
    assert len(layout.cells) == 2 * 4
    assert "att[2004,2003]" not in terms(layout)
    assert "att[2006,2004]" not in terms(layout)
    assert layout.references == (-1,)
    assert set(layout.others) == {20}
    for cell, mask in zip(layout.cells, layout.masks, strict=True):
        assert (cell.people, cell.share, mask.sum()) == (20, 20, 20)
    early = lay_out_all_times(rows(staggered_panel(seed=1)), 1)
    assert early.references == (-2,)
    assert "att[2004,2003]" in terms(early)


def test_a_cohort_unseen_at_its_reference_is_set_aside():
    panel = staggered_panel(seed=1)
    gone = (panel.frame["first"] == 2006) & (panel.frame["wave"] == 2004)
    layout = lay_out_all_times(rows(kept(panel, ~gone)), 0)
    assert lost(layout) == {NO_REFERENCE: 20 * 4}
    assert all("att[2004" in term for term in terms(layout))


def test_treated_waves_with_somebody_untreated():
    layout = lay_out_treated(rows(staggered_panel(seed=1)), 0)
    assert terms(layout) == [
        "att[2004,2004]", "att[2004,2006]", "att[2004,2007]", "att[2006,2006]", "att[2006,2007]"
    ]  # fmt: skip
    assert layout.others == (40, 20, 20, 20, 20)
    alone = lay_out_treated(rows(staggered_panel(seed=1, cohorts=(2004, 2006))), 0)
    assert lost(alone) == {NOBODY: 120}
    assert terms(alone) == ["att[2004,2004]"]


def test_a_cohort_never_seen_untreated_is_set_aside():
    panel = staggered_panel(seed=1)
    gone = (panel.frame["first"] == 2006) & (panel.frame["wave"] < 2006)
    layout = lay_out_treated(rows(kept(panel, ~gone)), 0)
    assert lost(layout) == {NO_REFERENCE: 40}


def test_stacks_repeat_those_who_serve_twice():
    found = rows(staggered_panel(seed=1))
    layout = lay_out_stacks(found, 0, (-1, 1), "never")
    assert layout.rows.size == 2 * (20 + 20) * 3
    starts = found.start[layout.rows]
    assert [np.unique(starts[layout.stack == s]).tolist() for s in (0, 1)] == [
        [2.0, np.inf], [3.0, np.inf]
    ]  # fmt: skip
    assert sum(lost(layout).values()) == found.at.size - np.unique(layout.rows).size
    later = lay_out_stacks(found, 0, (-1, 0), "not_yet")
    assert np.unique(found.start[later.rows[later.stack == 0]]).tolist() == [2.0, 3.0, np.inf]


def test_the_widest_window_keeps_all_cohorts():
    layout = lay_out_stacks(rows(staggered_panel(seed=1)), 0, None, "never")
    assert sorted({cell.time for cell in layout.cells}) == [-2, 0, 1]
    assert {cell.cohort for cell in layout.cells} == {2, 3}
    assert set(lost(layout)) <= {OUTSIDE}


def test_nothing_to_compare_is_refused():
    panel = staggered_panel(seed=1, cohorts=(2004, 2006))
    with pytest.raises(ModelError, match="whole window"):
        lay_out_stacks(rows(panel), 0, None, "never")
    late = kept(panel, panel.frame["wave"] >= 2006)
    with pytest.raises(ModelError) as refused:
        lay_out_treated(rows(late), 0)
    assert refused.value.remedy
