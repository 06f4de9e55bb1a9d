from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.core.errors import DataError
from studytool.core.units import Money, total


def rand(amount, year=2021):
    return Money(amount, "ZAR", year)


def test_cents_add_up_without_drift():
    assert total([rand(0.1)] * 3, zero=rand(0.0)) == rand(0.3)
    assert rand(0.1) + rand(0.2) == rand(0.3)
    assert rand(1.1) * 3 == rand(3.3)
    assert rand(0.3) - rand(0.1) == rand(0.2)


@given(st.lists(st.integers(0, 10**9), max_size=30), st.randoms())
def test_the_order_of_a_sum_does_not_matter(cents, random):
    amounts = [rand(number / 100) for number in cents]
    shuffled = random.sample(amounts, len(amounts))
    assert total(amounts, zero=rand(0.0)) == total(shuffled, zero=rand(0.0))
    assert total(amounts, zero=rand(0.0)).amount == sum(cents) / 100


@pytest.mark.parametrize("other", [Money(1, "USD", 2021), rand(1, 2022)])
def test_currencies_and_price_years_are_never_mixed(other):
    for mix in (lambda: rand(1) + other, lambda: rand(1) - other):
        with pytest.raises(DataError, match="cannot be added"):
            mix()
    with pytest.raises(DataError):
        total([other], zero=rand(0.0))


def test_an_unknown_currency_is_written_by_its_code():
    assert Money(1, "ZAR", 2021).sign == "R"
    assert Money(1, "KES", 2021).sign == "KES "
    assert Money(1, "KES", 2021).prices == "2021 KES"
