"""What is said under the results of models: standard error, sample, power, findings."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from studytool.core.findings import by_weight
from studytool.models.result import Estimate
from studytool.report.labels import model_label, people_label, term_label, variable_label
from studytool.report.notes import listed, sentence
from studytool.report.numbers import fixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.findings import Finding
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.codebook import Variable
    from studytool.survey.panel import Panel

    Shown = tuple[ModelSpec, ModelResult]

_DETECTABLE = "minimum_detectable_effect"


def outcome_lines(panel: Panel, results: Sequence[ModelResult]) -> tuple[str, str]:
    """Return a title and a unit line from the outcomes and the first treatments.

    Parameters
    ----------
    panel : Panel
        Its codebook says unit, range and direction.
    results : sequence of ModelResult
        The models shown.
    """
    outcomes = list(dict.fromkeys(result.outcome for result in results))
    leads = list(dict.fromkeys(term for result in results for term in result.shown))
    title = listed([variable_label(panel.codebook, name) for name in outcomes])
    if len(leads) == 1:
        title = f"{term_label(panel, leads[0])} and {_lower(title)}"
    lines = dict.fromkeys(
        _unit_line(variable) for name in outcomes if (variable := panel.codebook.get(name))
    )
    return title, next(iter(lines)) if len(lines) == 1 else ""


def model_notes(panel: Panel, shown: Sequence[Shown]) -> tuple[str, ...]:
    """Return the lines that name interval, standard error, clusters, sample and power.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    shown : sequence of (ModelSpec, ModelResult)
        The models shown, left to right.
    """
    several = len(shown) > 1
    outcomes = {result.outcome for _, result in shown}
    lines = []
    if len(outcomes) > 1:
        texts = [_outcome(panel, result) for _, result in shown]
        lines += _grouped(shown, texts, several=several)
    lines += _grouped(shown, [_errors(result) for _, result in shown], several=several)
    lines += _grouped(shown, [_sample(panel, *pair) for pair in shown], several=several)
    lines += _grouped(shown, [_power(panel, *pair) for pair in shown], several=several)
    return tuple(lines)


def model_findings(shown: Sequence[Shown]) -> tuple[Finding, ...]:
    """Return the findings of the models, the serious first, each said once.

    A finding of one model among several names the model.

    Parameters
    ----------
    shown : sequence of (ModelSpec, ModelResult)
        The models shown.
    """
    said: dict[Finding, list[str]] = {}
    for spec, result in shown:
        for found in result.findings:
            said.setdefault(found, []).append(model_label(spec))
    return by_weight(
        found
        if len(shown) == 1 or len(labels) == len(shown)
        else replace(found, message=f"{listed(labels)}: {found.message}")
        for found, labels in said.items()
    )


def _grouped(shown: Sequence[Shown], texts: Sequence[str], *, several: bool) -> list[str]:
    """Return each text once; with several models, those it does not hold for left out by name."""
    labels: dict[str, list[str]] = {}
    for (spec, _), text in zip(shown, texts, strict=True):
        if text:
            labels.setdefault(text, []).append(model_label(spec))
    return [
        text if not several or len(names) == len(shown) else f"{listed(names)}: {text}"
        for text, names in labels.items()
    ]


def _outcome(panel: Panel, result: ModelResult) -> str:
    variable = panel.codebook.get(result.outcome)
    unit = _unit_line(variable) if variable is not None else ""
    label = variable_label(panel.codebook, result.outcome)
    return f"outcome {label}" + (f" ({_lower(unit)})." if unit else ".")


def _errors(result: ModelResult) -> str:
    text = f"Intervals ({100 * result.level:g} %) and p: {result.convention}"
    leads = [
        found for term in result.shown if isinstance(found := result.estimates.get(term), Estimate)
    ]
    freedom = list(dict.fromkeys(_freedom(found.df) for found in leads))
    freedom = [text for text in freedom if text]
    return sentence(text + (f" (df {'; '.join(freedom)})" if freedom else ""))


def _freedom(df: float) -> str:
    return fixed(df, 0 if float(df).is_integer() else 1) if math.isfinite(df) else ""


def _sample(panel: Panel, spec: ModelSpec, result: ModelResult) -> str:
    flow = result.flow
    people = people_label(panel)
    who = f"{people} present in every wave" if spec.sample == "tracked" else ""
    where = f"where {spec.where}" if spec.where else ""
    used = f"{fixed(flow.used_rows, 0)} of {fixed(flow.rows, 0)} rows used"
    text = ", ".join(part for part in (who, where, used) if part)
    return sentence(f"Sample: {text}")


def _power(panel: Panel, spec: ModelSpec, result: ModelResult) -> str:
    effect = result.statistics.get(_DETECTABLE)
    if effect is None or not math.isfinite(effect):
        return ""
    variable = panel.codebook.get(result.outcome)
    unit = f" {variable.unit}" if variable is not None and variable.unit else ""
    spread = result.statistics.get("outcome_sd", math.nan)
    in_sd = f" ({fixed(effect / spread, 2)} SD)" if math.isfinite(spread) and spread > 0 else ""
    name = model_label(spec)
    return f"Smallest effect {name} could find with 80 % power: {fixed(effect, 2)}{unit}{in_sd}."


def _unit_line(variable: Variable) -> str:
    parts = [variable.unit[:1].upper() + variable.unit[1:]] if variable.unit else []
    if variable.range is not None:
        parts.append(" to ".join(fixed(end, _places(end)) for end in variable.range))
    text = ", ".join(parts)
    direction = f"higher is {variable.higher_is}" if variable.higher_is else ""
    if not text:
        return direction.capitalize()
    return f"{text}; {direction}" if direction else text


def _places(number: float) -> int:
    return 0 if float(number).is_integer() else 2


def _lower(text: str) -> str:
    """Return `text` with a small first letter, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
