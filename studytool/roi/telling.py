"""What a brief tells about its own numbers: what to mind, how they were made, what was decided."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from studytool.core.findings import by_weight
from studytool.report.figure import Figure
from studytool.report.labels import level_label, model_label, people_label, variable_label
from studytool.report.notes import finding_name, finding_notes, listed, sentence
from studytool.report.numbers import fixed
from studytool.report.said_together import sentences
from studytool.report.table import Table
from studytool.roi.brief import Words
from studytool.survey.decided import decisions_together, rows_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.core.findings import Finding, Level
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.report.material import Material
    from studytool.roi.brief import Paragraph
    from studytool.roi.returns import Returns
    from studytool.survey.panel import AppliedDecision, Panel

_Page = TypeVar("_Page", Table, Figure)
_DRAWN = ("wild_cluster", "permutation")
"""Tests drawn with the seed of their result."""
_MOST_FILES = 4
_WORKED_OUT, _SIDE_BY_SIDE = "It rests on: ", "Side by side: "
_AT_BASELINE = re.compile(r"baseline\(([^()]+)\)")
_LEVELS: tuple[Level, ...] = ("error", "warning", "note")


def finding_lines(
    findings: Iterable[Finding],
    *,
    least: Level,
    labels: Sequence[str] = (),
    returns: Returns | None,
) -> tuple[Paragraph, ...]:
    """Return one paragraph a finding, the serious first; what holds for several models once.

    Parameters
    ----------
    findings : iterable of Finding
        Of everything the brief shows.
    least : {"note", "warning", "error"}
        Mildest level that is told.
    labels : sequence of str
        What the models shown are called: findings of one code are told in full for the first.
    returns : Returns or None
        Its answers to serious findings follow them.
    """
    told = _LEVELS[: _LEVELS.index(least) + 1]
    chosen = _said_once([found for found in by_weight(findings) if found.level in told])
    answers = {given.finding: given.reason for given in returns.defended} if returns else {}
    lines: list[Paragraph] = []
    for found, others in _told_for_the_first(chosen, labels):
        also = f" The same holds for {listed(others)}, with other figures." if others else ""
        words = sentence(_in_a_brief(found.message)) + also
        lines.append((Words(f"{found.word}. ", strong=True), Words(words)))
        if found.code in answers:
            reason = Words(sentence(answers.pop(found.code)))
            lines.append((Words("Why it is used all the same. ", strong=True), reason))
    return tuple(lines)


def _in_a_brief(message: str) -> str:
    """Return a finding without what its figure is worked out from: the workbook tells that.

    Results that stand side by side do so once; the table of the brief has all of them.
    """
    kept = [one for one in sentences(message) if not one.startswith(_WORKED_OUT)]
    again = [place for place, one in enumerate(kept) if one.startswith(_SIDE_BY_SIDE)][1:]
    return " ".join(one for place, one in enumerate(kept) if place not in again)


def _told_for_the_first(
    findings: Sequence[Finding], labels: Sequence[str]
) -> list[tuple[Finding, list[str]]]:
    """Return each finding with the labels of further models that have one of its code."""
    groups: dict[tuple[str, ...], tuple[Finding, list[str]]] = {}
    named: dict[tuple[str, ...], list[str]] = {}
    for found in findings:
        here = _named_in(found.message, labels)
        key = (found.level, found.code) if here else (found.level, found.code, found.message)
        if key not in groups:
            groups[key], named[key] = (found, []), here
        others = groups[key][1]
        others += [label for label in here if label not in (*named[key], *others)]
    return list(groups.values())


def _named_in(message: str, labels: Sequence[str]) -> list[str]:
    """Return the models that a finding of several models names before what it says of them."""
    if not any(message.startswith(label) for label in labels):
        return []
    return [name for name in labels if re.search(rf"{re.escape(name)}(?:: | and |, )", message)]


def method_lines(
    material: Material, names: Sequence[str], *, returns: Returns | None, minimum: int
) -> tuple[Paragraph, ...]:
    """Return how the numbers were made: models, standard errors, costs, files, protection.

    Parameters
    ----------
    material : Material
        Results.
    names : sequence of str
        Models the brief shows, in order of first use.
    returns : Returns or None
        Value for money.
    minimum : int
        Numbers that tell of fewer people are not shown.
    """
    lines = [_model_line(material, name, minimum) for name in names]
    if names:
        lines.append(_error_line(material, names))
    if returns is not None:
        lines.append((Words("Value for money. ", strong=True), Words(" ".join(returns.notes))))
    closing = f" Numbers that tell of fewer than {minimum} people are not shown."
    lines.append((Words("Data. ", strong=True), Words(_files(material.panel) + closing)))
    return tuple(lines)


def decision_lines(panel: Panel, minimum: int) -> tuple[Paragraph, ...]:
    """Return what people decided about the data, one paragraph a place; the reasons stay inside.

    Parameters
    ----------
    panel : Panel
        With its decisions.
    minimum : int
        Fewer rows than this are not counted.
    """
    return tuple(
        (
            Words(f"{made.action.replace('_', ' ').capitalize()}: ", strong=True),
            Words(sentence(", ".join([*_place(made), rows_in_words(made.rows, minimum)]))),
        )
        for made in decisions_together(panel.decisions)
    )


def named_findings(spec: ModelSpec, result: ModelResult, *, several: bool) -> tuple[Finding, ...]:
    """Return the findings of a model, each with the model's name where there are several."""
    if not several:
        return result.findings
    label = model_label(spec)
    return tuple(replace(found, message=f"{label}: {found.message}") for found in result.findings)


def in_short(shown: _Page, *, heading: str, least: Level) -> _Page:
    """Return a table or chart whose notes name its findings, which are told elsewhere.

    Parameters
    ----------
    shown : Table or Figure
        With a line for each of its findings among its notes.
    heading : str
        Where on the page they are told in full.
    least : {"note", "warning", "error"}
        Mildest level told there; milder ones are told in the workbook alone.
    """
    lines = set(finding_notes(shown.findings))
    kept: list[str] = [note for note in shown.notes if note not in lines]
    if len(kept) == len(shown.notes):
        return shown
    told = _LEVELS[: _LEVELS.index(least) + 1]
    here = _names([found for found in shown.findings if found.level in told])
    elsewhere = _names([found for found in shown.findings if found.level not in told])
    kept += [f'See "{heading}" ({here}).'] if here else []
    kept += [f"The workbook tells more ({elsewhere})."] if elsewhere else []
    return replace(shown, notes=tuple(kept))


def _names(findings: Iterable[Finding]) -> str:
    """Return findings by level and name, such as "caution: people lost, few treated clusters"."""
    names: dict[str, list[str]] = {}
    for found in by_weight(findings):
        name = finding_name(found.code)
        if name not in names.setdefault(found.word.lower(), []):
            names[found.word.lower()].append(name)
    return "; ".join(f"{word}: {', '.join(codes)}" for word, codes in names.items())


def _said_once(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings without those that another one says in the same words and more."""
    kept: dict[tuple[str, str], Finding] = {}
    for found in findings:
        kept.setdefault((found.code, found.message), found)
    return [
        found
        for (code, message), found in kept.items()
        if not any(
            other.code == code and other.message != message and _says_all_of(other, message)
            for other in kept.values()
        )
    ]


def _says_all_of(found: Finding, message: str) -> bool:
    return all(one in found.message for one in sentences(message))


def _model_line(material: Material, name: str, minimum: int) -> Paragraph:
    spec, result = material.models[name]
    outcome = variable_label(material.panel.codebook, result.outcome)
    title = spec.title or f"{outcome}, {model_label(spec)}"
    parts = [
        _AT_BASELINE.sub(r"\1 at baseline", result.equation),
        _sample(material.panel, result, minimum),
    ]
    drawn = [test for name, test in result.tests.items() if name.split("[")[0] in _DRAWN]
    draws = [test.draws for test in drawn if test.draws and not test.every]
    if draws:
        parts.append(f"{fixed(max(draws), 0)} draws, seed {result.seed}")
    text = " ".join(sentence(part) for part in parts if part)
    return (Words(f"{title}. ", strong=True), Words(text))


def _files(panel: Panel) -> str:
    names = list(panel.sources)
    if len(names) > _MOST_FILES:
        return f"{len(names)} files; the workbook names them with their digests."
    return sentence(f"Files: {listed(names)}") if names else ""


def _error_line(material: Material, names: Sequence[str]) -> Paragraph:
    """Return the standard errors, each convention once with the models it holds for."""
    labels: dict[str, list[str]] = {}
    for name in names:
        spec, result = material.models[name]
        labels.setdefault(result.convention, []).append(model_label(spec))
    if len(labels) == 1:
        text = sentence(next(iter(labels)))
    else:
        text = " ".join(f"{listed(models)}: {sentence(said)}" for said, models in labels.items())
    return (Words("Standard errors. ", strong=True), Words(text))


def _sample(panel: Panel, result: ModelResult, minimum: int) -> str:
    people = people_label(panel)
    counts = {people: result.n_people}
    counts |= {level_label(panel, level): n for level, n in result.n_clusters.items()}
    told = [f"{_count(n, minimum)} {label.lower()}" for label, n in counts.items()]
    rows = "" if 0 < result.n_people < minimum else f", {fixed(result.n_rows, 0)} rows"
    return f"{', '.join(told)}{rows}"


def _count(number: int, minimum: int) -> str:
    return f"fewer than {minimum}" if 0 < number < minimum else fixed(number, 0)


def _place(made: AppliedDecision) -> list[str]:
    """Return file and column, as far as the decision names them."""
    return [part for part in (made.source, made.column and f"column {made.column}") if part]
