"""Money of one currency and price year: arithmetic that refuses to mix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from studytool.core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIGNS = {"ZAR": "R", "USD": "US$", "EUR": "€", "GBP": "£"}


def decimal_of(number: float) -> Decimal:
    """Return the shortest decimal that names `number`, so that 0.1 is a tenth."""
    return Decimal(repr(float(number)))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with the currency and the year of its prices.

    Attributes
    ----------
    amount : float
        In units of the currency. Sums and products are made in decimals, so that cents add up.
    currency : str
        Code such as ZAR.
    price_year : int
        Year whose prices it is in.
    """

    amount: float
    currency: str
    price_year: int

    @property
    def sign(self) -> str:
        """How the currency is written before an amount, such as R."""
        return _SIGNS.get(self.currency, f"{self.currency} ")

    @property
    def prices(self) -> str:
        """Currency and price year in words, such as "2021 ZAR"."""
        return f"{self.price_year} {self.currency}"

    def __add__(self, other: Money) -> Money:
        """Return the sum; DataError for another currency or price year."""
        return self._with(self._decimal + self._same(other))

    def __sub__(self, other: Money) -> Money:
        """Return the difference; DataError for another currency or price year."""
        return self._with(self._decimal - self._same(other))

    def __mul__(self, factor: float) -> Money:
        """Return the amount `factor` times."""
        return self._with(self._decimal * decimal_of(factor))

    def __truediv__(self, parts: float) -> Money:
        """Return the amount divided by a number other than 0."""
        return self._with(self._decimal / decimal_of(parts))

    @property
    def _decimal(self) -> Decimal:
        return decimal_of(self.amount)

    def _with(self, amount: Decimal) -> Money:
        return replace(self, amount=float(amount))

    def _same(self, other: Money) -> Decimal:
        if (other.currency, other.price_year) != (self.currency, self.price_year):
            raise DataError(
                f"Money of {self.prices} and of {other.prices} cannot be added.",
                why="Currencies and prices of different years are not the same unit.",
                remedy="Convert every amount to one currency and price year first.",
            )
        return other._decimal


def total(amounts: Iterable[Money], *, zero: Money) -> Money:
    """Return the sum of amounts of one currency and price year.

    Parameters
    ----------
    amounts : iterable of Money
        May be empty.
    zero : Money
        Nothing, in the currency and price year of the sum.

    Returns
    -------
    Money
        The sum, exact to the last decimal of the amounts.

    Raises
    ------
    DataError
        If one of them is of another currency or price year.
    """
    return zero._with(sum((zero._same(amount) for amount in amounts), zero._decimal))
