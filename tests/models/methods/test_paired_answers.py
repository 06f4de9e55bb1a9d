from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.methods.paired_answers import compare_means, compare_shares

ANSWERS = np.array([[1.0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 1]])


def test_several_waves_are_compared_at_once_and_the_ends_by_themselves():
    found = compare_shares(ANSWERS, (1, 2, 3), outcome="y", level=0.95, correction=False)
    assert found.change.estimate == -0.25
    assert found.statistics["share[2]"] == 0.5
    assert (found.statistics["to_yes"], found.statistics["to_no"]) == (1, 2)
    assert found.tests["cochran_q"].df == 2
    assert "from wave 1 to wave 3" in found.equation


def test_nobody_changing_gives_a_reason():
    still = np.array([[1.0, 1], [0, 0]])
    found = compare_shares(still, (1, 2), outcome="y", level=0.95, correction=False)
    assert found.tests["cochran_q"].p is None
    assert "nobody changed" in found.tests["paired_t"].reason
    assert found.tests["mcnemar"].p == 1


def test_means_of_two_waves_only():
    found = compare_means(np.array([[1.0, 3], [2, 5], [4, 5]]), (1, 2), outcome="y", level=0.95)
    assert found.change.estimate == 2
    assert found.tests["paired_t"].statistic == pytest.approx(2 * np.sqrt(3))
    assert not found.findings
    with pytest.raises(ModelError, match="there are 3 waves"):
        compare_means(2 * ANSWERS, (1, 2, 3), outcome="y", level=0.95)
    with pytest.raises(ModelError, match="same amount"):
        compare_means(np.array([[1.0, 3], [2, 4]]), (1, 2), outcome="y", level=0.95)


def test_two_codes_that_are_not_0_and_1_are_said():
    found = compare_means(1 + ANSWERS[:, 1:], (2, 3), outcome="y", level=0.95)
    assert [finding.code for finding in found.findings] == ["two_codes"]
