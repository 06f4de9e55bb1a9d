"""Value for money: cost per person and per case averted, the effect's interval carried through."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studytool.core.counted import Counted
from studytool.core.errors import DataError, DocumentError, ReleaseError
from studytool.core.findings import Finding, by_weight
from studytool.core.spec import nearest
from studytool.core.units import Money
from studytool.models.result import Estimate, NotAvailable
from studytool.report.labels import people_label, term_label
from studytool.report.quantity import quantity
from studytool.report.term_people import term_behind
from studytool.roi.reach import treated_families, treated_people
from studytool.roi.returns import Answer, MoneyRange, Range, Returns
from studytool.roi.wording import rand, returns_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.result import ModelResult
    from studytool.report.material import Material
    from studytool.roi.cost import Ledger
    from studytool.roi.returns import Parameter, Roi

_NOT_SHARES = ("fe_logit", "fe_poisson", "gee", "mixed", "paired")


def value_for_money(
    roi: Roi, ledger: Ledger, parameters: Sequence[Parameter], material: Material
) -> Returns:
    """Set an effect against what it cost. See `studytool.roi.returns.returns_of`."""
    result, effect = effect_of(roi, material)
    defended = _refuse_serious(roi, result)
    own = ledger.of(roi.programme)
    reached, words = _reached(roi, material)
    families = _families(roi, material)
    change = Range(effect.estimate, effect.low, effect.high)
    averted = cases_averted(change, reached, better=roi.better)
    threshold = _threshold(roi, own, parameters)
    if own.total.amount == 0:
        raise DataError(
            "The costs add up to nothing.", where="costs", remedy="Give quantities and prices."
        )
    found = (*own.findings, *_findings(own.total, averted, reached, result))
    return Returns(
        effect=roi.effect,
        outcome=result.outcome,
        case=roi.case,
        perspective=roi.perspective,
        comparator=roi.comparator,
        horizon=roi.horizon,
        better=roi.better,
        level=result.level,
        ledger=own,
        people=people_label(material.panel),
        reached=reached,
        behind=_behind(roi, material, result),
        reached_words=words,
        families=families,
        cost=own.total,
        per_person=own.total / reached,
        per_family=families if isinstance(families, NotAvailable) else own.total / families,
        risk_difference=change,
        averted=averted,
        per_case=cost_per_case(own.total, averted),
        break_even=break_even(own.total, reached, threshold, better=roi.better),
        threshold=threshold,
        findings=by_weight((*result.findings, *found)),
        defended=defended,
        notes=returns_notes(roi, own, result, words),
    )


def effect_of(roi: Roi, material: Material) -> tuple[ModelResult, Estimate]:
    """Return the effect a return would rest on, with the model it comes from.

    Parameters
    ----------
    roi : Roi
        Names the effect.
    material : Material
        The results.

    Raises
    ------
    DocumentError
        If there is no such effect, or it is not a difference of shares for each person.
    """
    result, effect = _effect(roi, material)
    _refuse_other_scales(roi, result, material)
    _refuse_doses(roi, material)
    return result, effect


def cases_averted(change: Range, reached: float, *, better: str) -> Range:
    """Return the cases averted among those reached; negative where there are more cases.

    Parameters
    ----------
    change : Range
        Change of the share of cases.
    reached : float
        People reached.
    better : {"lower", "higher"}
        With "higher" a case is something good, and "averted" reads "gained".
    """
    if better == "lower":
        return Range(-change.value * reached, -change.high * reached, -change.low * reached)
    return Range(change.value * reached, change.low * reached, change.high * reached)


def cost_per_case(cost: Money, averted: Range) -> MoneyRange | NotAvailable:
    """Return the cost per case averted with its interval, or why there is none.

    Parameters
    ----------
    cost : Money
        Known without error.
    averted : Range
        Cases averted.

    Returns
    -------
    MoneyRange or NotAvailable
        Not available where the interval of `averted` holds 0.

    Notes
    -----
    Fieller's interval of a ratio whose upper part is known: the values c with cost / c inside
    the interval of the cases averted, which are the inverted ends. Where that interval holds 0
    the set has no upper end and includes "costs more and averts nothing".

    References
    ----------
    Fieller (1954), https://doi.org/10.1111/j.2517-6161.1954.tb00159.x
    """
    if averted.low > 0:
        return MoneyRange(cost / averted.value, cost / averted.high, cost / averted.low)
    if averted.high < 0:
        return NotAvailable("not estimable: the whole interval of the effect is on the wrong side")
    return NotAvailable("not estimable: the interval of the effect includes zero")


def break_even(
    cost: Money, reached: float, threshold: Money | NotAvailable, *, better: str
) -> float | NotAvailable:
    """Return the change of the share of cases at which a case costs what it may cost.

    Parameters
    ----------
    cost : Money
        In all.
    reached : float
        People reached.
    threshold : Money or NotAvailable
        The most one case may cost.
    better : {"lower", "higher"}
        Gives the sign.
    """
    if isinstance(threshold, NotAvailable):
        return threshold
    size = (cost / reached).amount / threshold.amount
    return -size if better == "lower" else size


def _effect(roi: Roi, material: Material) -> tuple[ModelResult, Estimate]:
    model, _, term = roi.effect.partition(".")
    if model not in material.models:
        raise DocumentError(
            f'There is no model "{model}".',
            where="roi.effect",
            remedy=nearest(model, list(material.models)),
        )
    result = material.models[model][1]
    if term not in result.estimates:
        raise DocumentError(
            f'The model "{model}" has no estimate of "{term}".',
            where="roi.effect",
            remedy=nearest(term, list(result.estimates)),
        )
    found = result.estimates[term]
    if isinstance(found, NotAvailable) or not math.isfinite(found.low + found.high):
        why = found.reason if isinstance(found, NotAvailable) else "It has no interval."
        raise DocumentError(
            f'"{roi.effect}" has no number that a return could rest on.',
            where="roi.effect",
            why=why,
        )
    return result, found


def _behind(roi: Roi, material: Material, result: ModelResult) -> float:
    """Return the fewest people that the effect tells of."""
    told = term_behind(material.panel, result, roi.effect.partition(".")[2])
    return min([float(result.n_people), *(side for side in told if side is not None)])


def _is_zero_one(column: str, material: Material) -> bool:
    cells = material.panel.frame.get(column)
    return cells is None or bool(cells.dropna().isin((0, 1)).all())


def _refuse_doses(roi: Roi, material: Material) -> None:
    """Refuse an effect for each unit more: it cannot be multiplied by people."""
    for column in roi.effect.partition(".")[2].split(":"):
        if not _is_zero_one(column, material):
            raise DocumentError(
                f'"{roi.effect}" cannot be turned into cases.',
                where="roi.effect",
                why=f'"{column}" is not 0 or 1: the effect is for each unit of it, not a person.',
                remedy="Name the effect of having been treated or offered, 0 or 1.",
            )


def _refuse_other_scales(roi: Roi, result: ModelResult, material: Material) -> None:
    zero_one = _is_zero_one(result.outcome, material)
    if zero_one and result.kind not in _NOT_SHARES:
        return
    why = (
        "Its estimates are not differences of shares."
        if zero_one
        else f'"{result.outcome}" is not a 0/1 outcome, so the effect is no share of cases.'
    )
    raise DocumentError(
        f'"{roi.effect}" cannot be turned into cases.',
        where="roi.effect",
        why=why,
        remedy="Name the effect on a 0/1 outcome, such as a score at or above its cut-off.",
    )


def _refuse_serious(roi: Roi, result: ModelResult) -> tuple[Answer, ...]:
    serious = {found.code: found for found in result.findings if found.level == "error"}
    reasons = {given.finding: given.reason for given in roi.defended}
    for code, found in serious.items():
        if code not in reasons:
            raise ReleaseError(
                f'"{roi.effect}" carries a serious finding: {found.message}',
                where="roi.effect",
                why="A return that rests on it would mislead.",
                remedy=f'Use another model, or answer it: defended = [{{ finding = "{code}", '
                'reason = "..." }].',
            )
    return tuple(Answer(code, reasons[code]) for code in serious)


def _reached(roi: Roi, material: Material) -> tuple[float, str]:
    if roi.reached is not None:
        number, counted = _counted(roi.reached, "roi.reached", material)
        return number, roi.reached_label or counted
    term = roi.effect.partition(".")[2]
    treated = treated_people(term, material.panel)
    people = people_label(material.panel).lower()
    words = f'{people} with "{term_label(material.panel, term)}" in the data'
    return _positive(treated, "roi.reached"), roi.reached_label or words


def _families(roi: Roi, material: Material) -> float | NotAvailable:
    if roi.families is not None:
        return _counted(roi.families, "roi.families", material)[0]
    if roi.reached is not None:
        return NotAvailable("families were not counted")
    number = treated_families(roi.effect.partition(".")[2], material.panel)
    return NotAvailable("families are not known") if number is None else number


def _counted(asked: float | str, where: str, material: Material) -> tuple[float, str]:
    if not isinstance(asked, str):
        if not float(asked).is_integer():
            raise DocumentError("People are counted in whole numbers.", where=where)
        return _positive(float(asked), where), "a number given in the study document"
    try:
        cell = quantity(material, asked)
    except DocumentError as error:
        raise error.placed(where) from None
    value = cell.value if isinstance(cell.value, (int, float)) else None
    return _positive(value, where), f"as counted by {asked}"


def _positive(number: float | None, where: str) -> float:
    if number is None or not math.isfinite(number) or number <= 0:
        raise DocumentError(
            "The number of those reached has to be above 0.",
            where=where,
            remedy="Give a number, or a quantity such as visits_ancova.n_people.",
        )
    return float(number)


def _threshold(roi: Roi, ledger: Ledger, parameters: Sequence[Parameter]) -> Money | NotAvailable:
    by_name = {parameter.name: parameter for parameter in parameters}
    if not roi.threshold and "threshold" not in by_name:
        return NotAvailable("no threshold is given")
    name = roi.threshold or "threshold"
    if name not in by_name:
        raise DocumentError(
            f'There is no parameter "{name}".',
            where="roi.threshold",
            remedy=nearest(name, list(by_name)),
        )
    given = by_name[name]
    currency, year = given.currency or ledger.total.currency, given.year
    if currency != ledger.total.currency or year not in {None, ledger.total.price_year}:
        raise DataError(
            f'The parameter "{name}" is in {year} {currency}, the costs are in'
            f" {ledger.total.prices}.",
            where="roi.threshold",
            remedy="Convert it to the currency and price year of the costs.",
        )
    if given.value <= 0:
        raise DocumentError(f'The parameter "{name}" has to be above 0.', where="roi.threshold")
    return Money(given.value, ledger.total.currency, ledger.total.price_year)


def _findings(
    cost: Money, averted: Range, reached: float, result: ModelResult
) -> tuple[Finding, ...]:
    found = []
    if averted.high < 0:
        message = f"It costs {rand(cost)} and does not help: the whole interval of the effect is"
        message += " on the wrong side."
        found.append(Finding("warning", "effect_wrong_side", message, where="roi.effect"))
    elif averted.low <= 0:
        best = f"at best a case costs {rand(cost / averted.high)}, " if averted.high else ""
        message = (
            f"The interval of the effect includes zero: {best}at worst {rand(cost)} is spent and"
            " no case is averted."
        )
        found.append(
            Finding(
                "warning",
                "effect_includes_zero",
                message,
                where="roi.effect",
                counts=(Counted(f"{best}at worst", (reached,), "at worst"),),
            )
        )
    treated = result.statistics.get("n_treated_people")
    if treated is not None and treated != reached:
        message = (
            f"The effect, estimated on {treated:g} treated people, is taken to hold for all"
            f" {reached:g} people the cost is of."
        )
        counts = (
            Counted(f"{reached:g} people", (reached,), "{few} people"),
            Counted(f"{treated:g} treated people", (treated,), "{few} treated people"),
        )
        found.append(
            Finding("note", "reached_differs", message, where="roi.reached", counts=counts)
        )
    return tuple(found)
