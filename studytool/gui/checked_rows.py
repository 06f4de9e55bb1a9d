"""Published numbers beside ours, and beside what ours were: rows for the page of a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.report.checklist import DIFFERS, HOLDS, checked
from studytool.report.numbers import EN_DASH, fixed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.report.quantity import Reproduced
    from studytool.study import Study

_FIELDS = {"std_error": "standard error", "low": "lower end", "high": "upper end"}
_TESTS = {"wild_cluster": "wild bootstrap", "paired_t": "paired t"}
_STILL = 1e-9


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page.

    Attributes
    ----------
    number, field : str
        Which number, and what of it.
    published, before, ours, difference, verdict : str
        As texts; `before` is empty where ours did not move.
    moved : bool
        Whether ours is another number than at first.
    verdict_is : str
        "holds", "differs" or "no number".
    """

    number: str
    field: str
    published: str
    before: str
    ours: str
    difference: str
    verdict: str
    moved: bool
    verdict_is: str


def rows_of(
    numbers: Sequence[Reproduced], before: Mapping[str, float | None], study: Study
) -> tuple[Row, ...]:
    """Return the rows of a result.

    Parameters
    ----------
    numbers : sequence of Reproduced
        Published numbers beside ours.
    before : mapping of quantity to number
        Ours as they were before anything was changed; empty for nothing to compare with.
    study : Study
        Its models have titles.
    """
    return tuple(_row(number, before, study) for number in numbers)


def _row(number: Reproduced, before: Mapping[str, float | None], study: Study) -> Row:
    shown = checked(number)
    then = before.get(number.quantity, number.ours)
    moved = not _alike(then, number.ours)
    name, field = words_of(number.quantity, study)
    return Row(
        number=name,
        field=field,
        published=shown.published,
        before=_as(then, like=shown.ours) if moved else "",
        ours=shown.ours,
        difference=shown.difference,
        verdict={HOLDS: "holds", DIFFERS: "differs"}.get(shown.verdict, "no number"),
        moved=moved,
        verdict_is=shown.verdict,
    )


def words_of(quantity: str, study: Study) -> tuple[str, str]:
    """Return which number a quantity is, and what of it, in words.

    Parameters
    ----------
    quantity : str
        Such as "two_way.beertax.std_error".
    study : Study
        Where there is one model only, its name is left out.
    """
    first, _, rest = quantity.partition(".")
    term, _, field = rest.rpartition(".")
    model = next((model for model in study.models if model.name == first), None)
    title = (model.title if model is not None else "") or first.replace("_", " ")
    name = _TESTS.get(term, term)
    return (name if len(study.models) == 1 else f"{title}: {name}"), _FIELDS.get(field, field)


def _alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _STILL * max(1.0, abs(one))


def _as(value: float | None, *, like: str) -> str:
    if value is None:
        return EN_DASH
    return fixed(value, len(like.partition(".")[2]) if like != EN_DASH else 4)
