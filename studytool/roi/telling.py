"""What a brief tells about its own numbers: what to mind, how they were made, what was decided."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from studytool.core.findings import by_weight
from studytool.report.figure import Figure
from studytool.report.labels import level_label, model_label, people_label, variable_label
from studytool.report.notes import finding_notes, listed, sentence
from studytool.report.numbers import fixed
from studytool.report.table import Table
from studytool.roi.brief import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.core.findings import Finding, Level
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.report.material import Material
    from studytool.roi.brief import Paragraph
    from studytool.roi.returns import Returns
    from studytool.survey.panel import Panel

_Page = TypeVar("_Page", Table, Figure)
_FIRST = re.compile(r"(?<=[\w%)])\.\s+(?=[A-Z])")  # between two sentences
_LEVELS: tuple[Level, ...] = ("error", "warning", "note")


def finding_lines(
    findings: Iterable[Finding], *, least: Level, returns: Returns | None
) -> tuple[Paragraph, ...]:
    """Return one paragraph a finding, the serious first, each said once.

    Parameters
    ----------
    findings : iterable of Finding
        Of everything the brief shows.
    least : {"note", "warning", "error"}
        Mildest level that is told.
    returns : Returns or None
        Its answers to serious findings follow them.
    """
    told = _LEVELS[: _LEVELS.index(least) + 1]
    chosen = [found for found in by_weight(findings) if found.level in told]
    answers = {given.finding: given.reason for given in returns.defended} if returns else {}
    lines: list[Paragraph] = []
    for found in _said_once(chosen):
        lines.append((Words(f"{found.word}. ", strong=True), Words(sentence(found.message))))
        if found.code in answers:
            words = Words(sentence(answers.pop(found.code)))
            lines.append((Words("Why it is used all the same. ", strong=True), words))
    return tuple(lines)


def method_lines(
    material: Material, names: Sequence[str], *, returns: Returns | None, minimum: int
) -> tuple[Paragraph, ...]:
    """Return how the numbers were made: a paragraph a model, then costs, files and protection.

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
    if returns is not None:
        lines.append((Words("Value for money. ", strong=True), Words(" ".join(returns.notes))))
    files = listed(list(material.panel.sources))
    closing = f"Numbers that tell of fewer than {minimum} people are not shown."
    text = f"Files: {files}. {closing}" if files else closing
    lines.append((Words("Data. ", strong=True), Words(text)))
    return tuple(lines)


def decision_lines(panel: Panel) -> tuple[Paragraph, ...]:
    """Return what people decided about the data, one paragraph a decision."""
    return tuple(
        (
            Words(f"{made.action.replace('_', ' ').capitalize()}: ", strong=True),
            Words(sentence(f"{_what(made.source, made.column, made.rows)}: {made.reason}")),
        )
        for made in panel.decisions
    )


def named_findings(spec: ModelSpec, result: ModelResult, *, several: bool) -> tuple[Finding, ...]:
    """Return the findings of a model, each with the model's name where there are several."""
    if not several:
        return result.findings
    label = model_label(spec)
    return tuple(replace(found, message=f"{label}: {found.message}") for found in result.findings)


def in_short(shown: _Page) -> _Page:
    """Return a table or chart whose notes give the first sentence of each finding.

    Parameters
    ----------
    shown : Table or Figure
        Its findings are told in full elsewhere on the page.
    """
    short = {
        line: f"{found.word}. {sentence(_FIRST.split(found.message, maxsplit=1)[0])}"
        for found in shown.findings
        for line in finding_notes((found,))
    }
    return replace(shown, notes=tuple(short.get(note, note) for note in shown.notes))


def _said_once(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings without those that another one says in the same words and more."""
    kept: dict[tuple[str, str], Finding] = {}
    for found in findings:
        kept.setdefault((found.code, found.message), found)
    return [
        found
        for (code, message), found in kept.items()
        if not any(
            other.code == code and other.message != message and other.message.endswith(message)
            for other in kept.values()
        )
    ]


def _model_line(material: Material, name: str, minimum: int) -> Paragraph:
    spec, result = material.models[name]
    outcome = variable_label(material.panel.codebook, result.outcome)
    title = spec.title or f"{outcome}, {model_label(spec)}"
    parts = [result.equation, result.convention, _sample(material.panel, result, minimum)]
    draws = [test.draws for test in result.tests.values() if test.draws]
    if draws:
        parts.append(f"{fixed(max(draws), 0)} draws, seed {result.seed}")
    text = " ".join(sentence(part) for part in parts if part)
    return (Words(f"{title}. ", strong=True), Words(text))


def _sample(panel: Panel, result: ModelResult, minimum: int) -> str:
    people = people_label(panel)
    counts = {people: result.n_people}
    counts |= {level_label(panel, level): n for level, n in result.n_clusters.items()}
    told = [f"{_count(n, minimum)} {label.lower()}" for label, n in counts.items()]
    return f"{listed(told)}, {fixed(result.n_rows, 0)} rows"


def _count(number: int, minimum: int) -> str:
    return f"fewer than {minimum}" if 0 < number < minimum else fixed(number, 0)


def _what(source: str, column: str, rows: int) -> str:
    of = f"{source}, column {column}" if column else source
    return f"{of}, {rows} {'row' if rows == 1 else 'rows'}"
