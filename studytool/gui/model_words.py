"""What the screen of models says: methods, what they need, standard errors, edits in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from studytool.core.spec import Spec
from studytool.gui.readings import shape_of, write_toml
from studytool.gui.words import choice_words, field_label, first_sentence
from studytool.report.labels import level_label, people_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.findings import Finding
    from studytool.core.spec import Kind
    from studytool.gui.choices import Choices
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec
    from studytool.survey.panel import Panel

Place = Literal["assignment", "errors", "method"]
Line = tuple[bool, str]

_ASSIGNMENT = frozenset(
    {
        "regression_to_the_mean",
        "lagged_outcome",
        "assignment_not_conditioned",
        "take_up",
        "lasting_level",
        "selection",
        "assignment_not_recorded",
        "no_comparison_group",
        "cutoff_differs",
        "cutoff_local",
        "cutoff_not_sharp",
        "cutoff_not_the_rule",
        "cutoff_wave",
    }
)

CLUSTERED = ("cr2", "cr1", "cr3")
PLAIN = ("classical", "hc1", "hc3")


def place_of(finding: Finding) -> Place:
    """Return beside which part of the form a finding of a model stands."""
    if finding.code in _ASSIGNMENT:
        return "assignment"
    return "errors" if "cluster" in finding.code else "method"


def people_word(panel: Panel | None) -> str:
    """Return what the people are called in running text."""
    return people_label(panel).lower() if panel is not None else "people"


def summary(member: type[ModelSpec]) -> str:
    """Return one line on what a method compares."""
    return member.compares or first_sentence(member)


def verdict(result: ModelResult | None) -> str:
    """Return how a method fares on this study, by the findings of its result."""
    if result is None:
        return ""
    levels = {finding.level for finding in result.findings}
    if "error" in levels:
        return "serious finding"
    return "with cautions" if "warning" in levels else "fits this study"


def condition_lines(
    member: type[ModelSpec], result: ModelResult | None, panel: Panel | None
) -> tuple[Line, ...]:
    """Return what a method needs and assumes, each with whether that is well here.

    Parameters
    ----------
    member : type
        The method.
    result : ModelResult or None
        Its result, where it has run.
    panel : Panel or None
        The linked panel of the latest run.
    """
    lines: list[Line] = []
    if needs := member.needs_in_words:
        here = _met(result, panel) if "wave" in needs else ""
        lines.append((True, f"Needs {needs}{here}"))
    if member.assumes:
        untested = result is not None and any(
            finding.code == "parallel_trends_untestable" for finding in result.findings
        )
        tail = ": not testable here" if untested else ""
        lines.append((False, f"Assumes {member.assumes}{tail}"))
    return tuple(lines)


def judgement_lines(member: type[ModelSpec]) -> tuple[Line, ...]:
    """Return when the answer of a method is right and when it is wrong, where it says so."""
    said = ((True, "Right when", member.right_when), (False, "Wrong when", member.wrong_when))
    return tuple(
        (well, f"{words}: {text[:1].lower()}{text[1:]}") for well, words, text in said if text
    )


def question_of(member: type[ModelSpec]) -> str:
    """Return what a method answers, as somebody would ask it; its name where it does not say."""
    return member.question or member.in_words()


def _met(result: ModelResult | None, panel: Panel | None) -> str:
    if panel is None:
        return ""
    waves = len(panel.waves)
    parts = [f"{waves} {'wave' if waves == 1 else 'waves'}"]
    changers = result.statistics.get("n_changers") if result is not None else None
    if changers:
        parts.append(f"{changers:.0f} {people_word(panel)} change")
    return ": " + ", ".join(parts)


def level_word(level: str, panel: Panel | None) -> str:
    """Return one cluster of a level in running text, such as "family" for household."""
    words = {"person": "person", "household": "family", "hh": "family"}
    if panel is not None and level == "person":
        return "child" if people_label(panel) == "Children" else "person"
    return words.get(level, level.replace("_", " ").replace("*", " by "))


def errors_words(covariance: str | None, cluster: Sequence[str], panel: Panel | None) -> str:
    """Return a standard error in words: "CR2, clustered by family"."""
    levels = " and ".join(level_word(level, panel) for level in cluster)
    if covariance is None:
        covariance = "cr1" if cluster else "classical"
    if cluster:
        return f"{covariance.upper()}, clustered by {levels}"
    return choice_words("covariance", covariance)


def errors_help(spec: ModelSpec, assignments: Sequence[Assignment], panel: Panel | None) -> str:
    """Return why these clusters, or why others would be better, by who was chosen as one."""
    treated = set(spec.treatments)
    units = [e.allocation_unit for e in assignments if treated & {e.exposure, *e.also}]
    if not units:
        return "People of one cluster may be alike in what the model does not see."
    many = level_label(panel, units[0]).lower() if panel is not None else f"{units[0]}s"
    if units[0] in spec.cluster:
        return f"It was given to {many}, so {many} are the clusters."
    return f"It was given to {many}: cluster by {level_word(units[0], panel)} as well."


def rule_words(entry: Assignment, choices: Choices) -> str:
    """Return how people were chosen, on one line, with what decided and from where on."""
    text = choice_words("rule", entry.rule)
    join = " or " if entry.combine == "any" else " and "
    names = [_decided(name, entry, choices) for name in entry.variables]
    if names:
        text += f": {join.join(names)}"
    if entry.wave is not None:
        text += f", at wave {entry.wave:g}"
    return text


def _decided(name: str, entry: Assignment, choices: Choices) -> str:
    label = choices.label(name)
    short = label.split(" (")[0]
    if name not in entry.cutoff:
        return short
    cutoff = entry.cutoff[name]
    return f"{short} {cutoff}" if isinstance(cutoff, str) else f"{short} from {cutoff:g}"


def edit_words(before: ModelSpec, after: ModelSpec, choices: Choices) -> str:
    """Return an edit of a model as the history tells it.

    Parameters
    ----------
    before, after : ModelSpec
        The model before and after.
    choices : Choices
        Labels of names.
    """
    return f"model “{after.title or after.name}”: {changed_words(before, after, choices)}"


def changed_words(before: Kind, after: Kind, choices: Choices) -> str:
    """Return what an edit changed: its fields and their new values, or the new kind.

    Parameters
    ----------
    before, after : Kind
        A model, an analysis or a service before and after.
    choices : Choices
        Labels of names.
    """
    if type(before) is not type(after):
        return after.in_text()
    fields = type(after).model_fields
    changed = [name for name in fields if getattr(before, name) != getattr(after, name)]
    words = [f"{field_label(type(after), n).lower()} {_told(after, n, choices)}" for n in changed]
    return ", ".join(word.strip() for word in words) or "changed"


def _told(spec: Kind, name: str, choices: Choices) -> str:
    value = getattr(spec, name)
    if isinstance(value, (tuple, list)):
        return " and ".join(choices.label(str(one)) for one in value) or "none"
    if value is None or value in ("", {}):
        return "none"
    if isinstance(value, (dict, Spec)):
        return write_toml(value).strip("{} ")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    if choices.label(text) != text:
        return choices.label(text)
    literals = shape_of(type(spec).model_fields[name].annotation).literals
    return choice_words(name, text) if literals else text
