"""What is said under the results of models: standard error, sample, power, findings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studytool.core.counted import Counted
from studytool.core.findings import by_weight
from studytool.models.result import Estimate
from studytool.report.labels import model_label, people_label, term_label, variable_label
from studytool.report.notes import listed, sentence
from studytool.report.numbers import fixed
from studytool.report.said_together import said_together
from studytool.report.term_people import term_behind
from studytool.survey.conditions import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


def model_notes(panel: Panel, shown: Sequence[Shown], *, outcomes: bool = True) -> tuple[str, ...]:
    """Return the lines that name interval, standard error, clusters, sample and power.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    shown : sequence of (ModelSpec, ModelResult)
        The models shown, left to right.
    outcomes : bool
        Whether different outcomes are named; not where they head the rows.
    """
    lines = []
    if outcomes and len({result.outcome for _, result in shown}) > 1:
        lines += [f"{model_label(spec)}: {_outcome(panel, result)}" for spec, result in shown]
    lines += _told_together(shown, _errors, _freedom)
    lines += _told_together(shown, lambda *pair: _sample(panel, *pair), _used)
    found = [text for pair in shown if (text := _power(panel, *pair, several=len(shown) > 1))]
    if found:
        lines.append(sentence(f"Smallest effect to be found with 80 % power: {'; '.join(found)}"))
    return tuple(lines)


def model_counts(panel: Panel, shown: Sequence[Shown]) -> tuple[Counted, ...]:
    """Return what the lines of `model_notes` give away: rows used of all tell of those left out.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    shown : sequence of (ModelSpec, ModelResult)
        The models shown, left to right.
    """
    if panel.design.design == "groups":
        return ()
    counts = []
    for pairs in _alike(shown, lambda *pair: _sample(panel, *pair)).values():
        flows = [result.flow for _, result in pairs]
        of = f"of {fixed(flows[0].rows, 0)} rows used"
        people = (left for flow in flows for left in (flow.rows - flow.used_rows, flow.used_rows))
        words = f"{_numbers([_used(*pair) for pair in pairs])} {of}"
        counts.append(Counted(words, tuple(people), f"all but {{few}} {of}"))
    return (*counts, *_power_counts(panel, shown))


def _power_counts(panel: Panel, shown: Sequence[Shown]) -> list[Counted]:
    """Return what gives away the standard error of a treatment that few people stand behind."""
    counts = []
    for spec, result in shown:
        count, _ = term_behind(panel, result, next(iter(result.shown), ""))
        words = _power(panel, spec, result, several=False)
        if words and count is not None:
            counts.append(Counted(words, (count,), "hidden"))
    return counts


def model_findings(shown: Sequence[Shown]) -> tuple[Finding, ...]:
    """Return the findings of the models, the serious first, each sort said once.

    What some of the models have to mind names them; what every model has does not.

    Parameters
    ----------
    shown : sequence of (ModelSpec, ModelResult)
        The models shown.
    """
    said: dict[tuple[str, str], list[tuple[str, Finding]]] = {}
    for spec, result in shown:
        for found in result.findings:
            said.setdefault((found.level, found.code), []).append((model_label(spec), found))
    if len(shown) == 1:
        return by_weight(found for group in said.values() for _, found in group)
    labels = [model_label(spec) for spec, _ in shown]
    return by_weight(said_together(group, labels) for group in said.values())


def _told_together(
    shown: Sequence[Shown],
    text: Callable[[ModelSpec, ModelResult], str],
    number: Callable[[ModelSpec, ModelResult], str],
) -> list[str]:
    """Return each text once, with the numbers of its models; some models are named, all are not."""
    lines = []
    for words, pairs in _alike(shown, text).items():
        numbers = [found for pair in pairs if (found := number(*pair))]
        line = sentence(words.format(numbers=_numbers(numbers)))
        names = listed([model_label(spec) for spec, _ in pairs])
        lines.append(line if len(pairs) == len(shown) else f"{names}: {_lower(line)}")
    return lines


def _alike(
    shown: Sequence[Shown], text: Callable[[ModelSpec, ModelResult], str]
) -> dict[str, list[Shown]]:
    """Return the models by the text they share."""
    told: dict[str, list[Shown]] = {}
    for pair in shown:
        told.setdefault(text(*pair), []).append(pair)
    return told


def _numbers(numbers: Sequence[str]) -> str:
    """Return the numbers of several models in their order, or the one they share."""
    return numbers[0] if len(set(numbers)) == 1 else listed(numbers)


def _outcome(panel: Panel, result: ModelResult) -> str:
    variable = panel.codebook.get(result.outcome)
    unit = _unit_line(variable) if variable is not None else ""
    label = variable_label(panel.codebook, result.outcome)
    return f"outcome {label}" + (f" ({_lower(unit)})." if unit else ".")


def _errors(spec: ModelSpec, result: ModelResult) -> str:
    words = f"Intervals ({100 * result.level:g} %) and p: {_literal(result.convention.rstrip('.'))}"
    return words + (" (df {numbers})" if _freedom(spec, result) else "")


def _freedom(_: ModelSpec, result: ModelResult) -> str:
    """Return the degrees of freedom of the treatments, empty where they are infinite."""
    found = [result.estimates.get(term) for term in result.shown]
    numbers = [each.df for each in found if isinstance(each, Estimate) and math.isfinite(each.df)]
    texts = dict.fromkeys(fixed(df, 0 if float(df).is_integer() else 1) for df in numbers)
    return "; ".join(texts)


def _sample(panel: Panel, spec: ModelSpec, result: ModelResult) -> str:
    who = f"{people_label(panel)} present in every wave" if spec.sample == "tracked" else ""
    where = f"where {_literal(in_words(spec.where, panel))}" if spec.where else ""
    used = f"{{numbers}} of {fixed(result.flow.rows, 0)} rows used"
    return f"Sample: {', '.join(part for part in (who, where, used) if part)}"


def _used(_: ModelSpec, result: ModelResult) -> str:
    return fixed(result.flow.used_rows, 0)


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _power(panel: Panel, spec: ModelSpec, result: ModelResult, *, several: bool) -> str:
    effect = result.statistics.get(_DETECTABLE)
    if effect is None or not math.isfinite(effect):
        return ""
    variable = panel.codebook.get(result.outcome)
    unit = f" {variable.unit}" if variable is not None and variable.unit else ""
    spread = result.statistics.get("outcome_sd", math.nan)
    in_sd = f" ({fixed(effect / spread, 2)} SD)" if math.isfinite(spread) and spread > 0 else ""
    name = f"{model_label(spec)}, " if several else ""
    return f"{name}{fixed(effect, 2)}{unit}{in_sd}"


def _unit_line(variable: Variable) -> str:
    parts = [variable.unit[:1].upper() + variable.unit[1:]] if variable.unit else []
    if variable.range is not None:
        parts.append(" to ".join(fixed(end, _places(end)) for end in variable.range))
    text = ", ".join(parts) if variable.unit or not parts else f"Scale {parts[0]}"
    direction = f"higher is {variable.higher_is}" if variable.higher_is else ""
    if not text:
        return direction.capitalize()
    return f"{text}; {direction}" if direction else text


def _places(number: float) -> int:
    return 0 if float(number).is_integer() else 2


def _lower(text: str) -> str:
    """Return `text` with a small first letter, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
