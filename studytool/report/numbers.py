"""Numbers as a reader sees them: one place that turns cells into text.

Rounding is half away from zero on the shortest decimal that names the number, as printed tables
are rounded by hand: 0.125 to two decimals is 0.13, 2.5 % to none is 3 %. The machine's locale is
never asked: the decimal mark is a point, thousands are set off by a comma, minus is U+2212.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.report.table import Cell, Table

MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"
FIGURE_SPACE = "\N{FIGURE SPACE}"
POINT_SPACE = "\N{PUNCTUATION SPACE}"
HARD_SPACE = "\N{NO-BREAK SPACE}"

_SMALLEST_P = Decimal("0.001")
_LARGEST_P = Decimal("0.995")
_THREE_PLACES_BELOW = Decimal("0.1")


def exact(value: float) -> Decimal:
    """Return the shortest decimal that names `value`.

    Raises
    ------
    ValueError
        If `value` is not finite: a number that does not exist needs a reason, not a text.
    """
    number = float(value)
    if not math.isfinite(number):
        message = "a number that does not exist is shown by its reason"
        raise ValueError(message)
    return Decimal(repr(number))


def fixed(value: float | Decimal, decimals: int) -> str:
    """Return `value` with `decimals` decimals, thousands set off, a true minus; never minus zero.

    Parameters
    ----------
    value : float or Decimal
        A finite number.
    decimals : int
        Decimals shown.
    """
    number = value if isinstance(value, Decimal) else exact(value)
    step = Decimal(1).scaleb(-decimals)
    rounded = number.quantize(step, rounding=ROUND_HALF_UP)
    return (MINUS if rounded < 0 else "") + f"{abs(rounded):,f}"


def p_value(p: float) -> str:
    """Return a p-value without leading zero: three decimals below .1, two above, "< .001" at last.

    Parameters
    ----------
    p : float
        Between 0 and 1.
    """
    number = exact(p)
    if number < _SMALLEST_P:
        return f"<{HARD_SPACE}.001"
    if number >= _LARGEST_P:
        return f">{HARD_SPACE}.99"
    decimals = 3 if number < _THREE_PLACES_BELOW else 2
    return fixed(number, decimals).removeprefix("0")


def interval(low: str, high: str) -> str:
    """Return "low to high" from two shown numbers."""
    return f"{low} to {high}"


def shown(cell: Cell, *, sign: bool = True) -> str:
    """Return a cell as text: its value, else its interval, else its reason, else an en dash.

    Parameters
    ----------
    cell : Cell
        Any cell.
    sign : bool
        Whether a percent carries its sign; without it the table's unit line says percent.
    """
    if isinstance(cell.value, str):
        return cell.value
    if cell.value is not None:
        return _number(cell, cell.value, sign=sign)
    if cell.low is not None and cell.high is not None:
        return interval(_number(cell, cell.low, sign=False), _number(cell, cell.high, sign=sign))
    return cell.reason or EN_DASH


def column_texts(cells: Sequence[Cell], *, sign: bool = True) -> tuple[str, ...]:
    """Return the cells of one column as text, padded so that flush right aligns the points.

    A count among decimals keeps the place of the decimals empty; the ends of intervals stand
    below each other. The padding is figure and punctuation spaces, which are as wide as a digit
    and a point where figures are tabular.

    Parameters
    ----------
    cells : sequence of Cell
        One column, top to bottom.
    sign : bool
        As in `shown`.
    """
    texts = [_right_end_aligned(cell, cells, sign=sign) for cell in cells]
    places = [_places(cell, text) for cell, text in zip(cells, texts, strict=True)]
    most = max((count for count in places if count is not None), default=0)
    return tuple(
        text if count is None else text + _empty_places(count, most)
        for text, count in zip(texts, places, strict=True)
    )


def body_texts(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the body of a table as text, one tuple a row, padded column by column.

    Percents carry no sign where the unit line begins with "Percent".

    Parameters
    ----------
    table : Table
        Any table.
    """
    sign = not table.unit_line.startswith("Percent")
    columns = [
        column_texts([row.cells[place] for row in table.rows], sign=sign)
        for place in range(len(table.columns))
    ]
    if not columns:
        return tuple(() for _ in table.rows)
    return tuple(zip(*columns, strict=True))


def _number(cell: Cell, value: float, *, sign: bool) -> str:
    match cell.unit:
        case "p":
            return p_value(value)
        case "percent":
            return fixed(exact(value) * 100, cell.decimals) + (f"{HARD_SPACE}%" if sign else "")
        case "money":
            text = fixed(value, cell.decimals)
            minus = MINUS if text.startswith(MINUS) else ""
            return minus + cell.currency + text.removeprefix(MINUS)
        case "count":
            return fixed(value, 0)
        case _:
            return fixed(value, cell.decimals)


def _is_interval(cell: Cell) -> bool:
    return cell.value is None and cell.low is not None and cell.high is not None


def _right_end_aligned(cell: Cell, cells: Sequence[Cell], *, sign: bool) -> str:
    if cell.high is None or not _is_interval(cell):
        return shown(cell, sign=sign)
    ends = [
        _number(other, other.high, sign=sign)
        for other in cells
        if _is_interval(other) and other.high is not None
    ]
    low, _, high = shown(cell, sign=sign).partition(" to ")
    return interval(low, high.rjust(max(map(len, ends)), FIGURE_SPACE))


def _places(cell: Cell, text: str) -> int | None:
    """Return the decimals a shown number has, None for words and dashes."""
    if isinstance(cell.value, str) or (cell.value is None and not _is_interval(cell)):
        return None
    digits = text.rstrip(f"%{HARD_SPACE}")
    return len(digits) - digits.rindex(".") - 1 if "." in digits.split(" to ")[-1] else 0


def _empty_places(places: int, most: int) -> str:
    if places == most:
        return ""
    return (POINT_SPACE if places == 0 else "") + FIGURE_SPACE * (most - places)
