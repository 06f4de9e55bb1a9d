from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.survey.measures.mean_scale import MeanScale


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"items": ()}, "items"),
        ({"items": ("a", "a")}, "listed twice"),
        ({"reverse": ("c",)}, "not among the items"),
        ({"minimum_items": 3}, "there are 2 items"),
        ({"minimum_items": 0}, "minimum_items"),
    ],
)
def test_items_that_do_not_fit_together_are_refused(options, message):
    with pytest.raises(ValidationError, match=message):
        MeanScale(**{"name": "s", "items": ("a", "b"), **options})


def test_a_scale_reads_its_items(panel):
    scale = MeanScale(name="s", items=("a", "b"), minimum_items=1)
    assert scale.inputs() == ("a", "b")
    answers = scale.answers(panel(a=[1.0], b=[float("nan")]), None)
    assert answers.answered.tolist() == [1]
    assert answers.enough.tolist() == [True]
