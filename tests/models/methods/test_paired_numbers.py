from __future__ import annotations

import warnings

import pytest

from studytool.core.errors import DataError
from studytool.models.methods.paired_numbers import mcnemar, paired_difference


@pytest.mark.parametrize("counts", [(3, 4), (4, 3), (250, 251), (5, 5), (0, 1), (1999, 2000)])
def test_counts_as_even_as_can_be_have_a_p_of_one_to_the_last_digit(counts):
    assert mcnemar(*counts).p_exact == 1


def test_mcnemar_by_hand():
    """Of 21 patients, 1 changed to yes and 7 to no (Bentur 2009, in Fagerland 2013, Table 2).

    chi2 = 6^2 / 8 = 4.5; corrected 5^2 / 8 = 3.125. Of 2^8 ways, 1 + 8 have at most one in the
    smaller count: exact 2 x 9/256 = 18/256; less the chance of the counts seen, 8/256: mid-p
    10/256. Published: .034, .077, .070, .039.
    """
    test = mcnemar(1, 7)
    assert (test.chi2, test.chi2_corrected) == (4.5, 3.125)
    assert test.p_exact == pytest.approx(18 / 256, abs=1e-15)
    assert test.p_mid == pytest.approx(10 / 256, abs=1e-15)
    assert [round(p, 3) for p in (test.p, test.p_corrected)] == [0.034, 0.077]


@pytest.mark.parametrize(("to_yes", "to_no"), [(3, 11), (11, 3), (5, 5), (1, 0), (40, 62)])
def test_mcnemar_equals_statsmodels(to_yes, to_no):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.stats.contingency_tables import mcnemar as oracle
    ours, table = mcnemar(to_yes, to_no), [[9, to_yes], [to_no, 4]]
    plain = oracle(table, exact=False, correction=False)
    corrected = oracle(table, exact=False, correction=True)
    assert (ours.chi2, ours.p) == pytest.approx((plain.statistic, plain.pvalue), rel=1e-12)
    if to_yes != to_no:
        theirs = (corrected.statistic, corrected.pvalue)
        assert (ours.chi2_corrected, ours.p_corrected) == pytest.approx(theirs, rel=1e-12)
    assert ours.p_exact == pytest.approx(oracle(table, exact=True).pvalue, rel=1e-12)
    assert ours.p_mid <= ours.p_exact


def test_the_mid_p_of_even_counts_is_one_less_half_their_chance():
    assert mcnemar(1, 1).p_mid == pytest.approx(1 - 0.5 / 2)


def test_nobody_changed():
    test = mcnemar(0, 0)
    assert (test.chi2, test.p, test.p_exact, test.p_mid) == (0, 1, 1, 1)
    change = paired_difference(0, 0, 50)
    assert change.difference == 0
    assert change.low == -change.high < 0


def test_the_interval_is_that_of_its_author():
    """Bonett's R package statpsych prints ci.prop.ps(.05, 12, 4, 26, 6) = .2548067, .6251933."""
    change = paired_difference(26, 4, 48)
    assert (change.low, change.high) == pytest.approx((0.2548067, 0.6251933), abs=5e-8)
    assert change.difference == pytest.approx(22 / 48)
    assert change.std_error == pytest.approx((30 - 22**2 / 48) ** 0.5 / 48)


def test_turning_the_answer_round_turns_the_interval_round():
    one, other = paired_difference(9, 2, 40), paired_difference(2, 9, 40)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


def test_the_interval_stays_within_what_is_possible():
    assert paired_difference(3, 0, 3).high <= 1
    assert paired_difference(0, 3, 3).low >= -1


@pytest.mark.parametrize("counts", [(-1, 0, 5), (4, 4, 7), (0, 0, 0)])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(DataError):
        paired_difference(*counts)
