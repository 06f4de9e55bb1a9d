"""What names of the document are called in print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.models.spec import ModelSpec
    from studytool.survey.codebook import Variable
    from studytool.survey.panel import Panel

_LEVELS = {
    "household": "Families",
    "hh": "Families",
    "family": "Families",
    "school": "Schools",
    "site": "Sites",
    "class": "Classes",
    "person": "People",
    "wave": "Waves",
}
_TERMS = {
    "const": "Constant",
    "(const)": "Constant",
    "change": "Change from the earlier to the later wave",
    "post": "after",
    "jump": "Jump at the cut-off",
    "simple": "All effects from the start on, on average",
    "dynamic": "Waves since the start, on average",
    "group": "Starting waves, on average",
    "calendar": "Waves, on average",
}
_FACTOR = re.compile(r"C\((?P<name>[^()]+)\)(?:\[(?P<level>.+)\])?")
_PART = re.compile(r"(?:[^:\[\]()]|\[[^\]]*\]|\([^)]*\))+")  # colons inside brackets do not divide
_BASELINE = re.compile(r"baseline\((?P<name>[^()]+)\)")
_EVENT = re.compile(r"event\[(?P<time>-?\d+)\]")
_CELL = re.compile(r"att\[(?P<start>[^\[\],]+),(?P<wave>[^\[\],]+)\]")
_COHORT = re.compile(r"(?P<of>cohort|calendar)\[(?P<wave>[^\[\],=]+)\]")
_IN_GROUP = re.compile(r"(?P<term>.+)\[(?P<name>[^\[\]=]+)=(?P<value>[^\[\]]*)\]")
_STEP = re.compile(r"(?P<name>[^\[\]():]+)\[(?P<amount>[^\[\]=]+)\]")
_SQUARE = re.compile(r"(?P<name>[^\[\]():]+)\^2")
_DISTANCE = re.compile(r"distance\((?P<name>.+)\)")
_CENTRED = re.compile(r"centred\((?P<name>.+)\)")
_MEAN = re.compile(r"mean\((?P<name>.+)\)")


def variable_label(codebook: Mapping[str, Variable], name: str) -> str:
    """Return what a variable is called, with its informant in brackets.

    Parameters
    ----------
    codebook : mapping of name to Variable
        May lack `name`, which is then shown as it is.
    name : str
        A column of the panel.
    """
    variable = codebook.get(name)
    if variable is None:
        return name
    informant = (variable.informant or "").replace("_", " ")
    if not informant or variable.informant == "record" or informant in variable.shown.lower():
        return variable.shown
    return f"{variable.shown} ({informant})"


def term_label(panel: Panel, term: str) -> str:
    """Return what a regressor is called: factors by their level, interactions with a times sign.

    Parameters
    ----------
    panel : Panel
        Its codebook and the labels of its waves.
    term : str
        As in the result, such as ``visited``, ``C(wave)[2]``, ``a:b`` or ``const``.
    """
    if (own := _own_label(panel, term)) and term not in panel.codebook:
        return own
    parts = _PART.findall(term)
    if len(parts) > 1:
        return " \N{MULTIPLICATION SIGN} ".join(term_label(panel, part) for part in parts)
    if mean := _MEAN.fullmatch(term):
        return f"Mean of {term_label(panel, mean['name'])}"
    if baseline := _BASELINE.fullmatch(term):
        return f"{variable_label(panel.codebook, baseline['name'])}, at baseline"
    if factor := _FACTOR.fullmatch(term):
        return _level_label(panel, factor["name"], factor["level"] or "")
    return variable_label(panel.codebook, term)


def _own_label(panel: Panel, term: str) -> str:
    """Return what a term is called that is no column: the constant, a group, an event time."""
    if group := _IN_GROUP.fullmatch(term):
        place = _level_label(panel, group["name"], group["value"])
        return f"{term_label(panel, group['term'])}, {place}"
    if centred := _CENTRED.fullmatch(term):
        return f"{variable_label(panel.codebook, centred['name'])}, less its mean"
    if distance := _DISTANCE.fullmatch(term):
        return f"{variable_label(panel.codebook, distance['name'])}, from the cut-off"
    event = _EVENT.fullmatch(term)
    if event is None:
        return _TERMS.get(term, "") or _cohort_label(term) or _dose_label(panel, term)
    time = int(event["time"])
    if time == 0:
        return "First treated wave"
    waves = "wave" if abs(time) == 1 else "waves"
    return f"{abs(time)} {waves} {'before' if time < 0 else 'after'} the first treated wave"


def _cohort_label(term: str) -> str:
    """Return what an effect by starting wave, or a mean of such, is called; empty for another."""
    if cell := _CELL.fullmatch(term):
        return f"Began at {cell['start']}, at wave {cell['wave']}"
    if cohort := _COHORT.fullmatch(term):
        words = "Began at" if cohort["of"] == "cohort" else "At wave"
        return f"{words} {cohort['wave']}, on average"
    return ""


def _dose_label(panel: Panel, term: str) -> str:
    """Return what a step or the square of an amount is called; empty for any other term."""
    if step := _STEP.fullmatch(term):
        return f"{variable_label(panel.codebook, step['name'])}: {step['amount']}"
    if square := _SQUARE.fullmatch(term):
        return f"{variable_label(panel.codebook, square['name'])}, squared"
    return ""


def value_label(panel: Panel, name: str, value: str) -> str:
    """Return what a value of a variable is called, by the codebook or the labels of the waves."""
    if name in {panel.design.wave, "wave"}:
        return next((label for wave, label in panel.waves.items() if same(wave, value)), value)
    variable = panel.codebook.get(name)
    labels = variable.labels if variable is not None else {}
    return next((label for code, label in labels.items() if same(code, value)), value)


def model_label(spec: ModelSpec) -> str:
    """Return what a model is called: its title, else its kind in words with its name."""
    return spec.title or f"{spec.in_words() or 'Model'} ({spec.name})"


def people_label(panel: Panel) -> str:
    """Return what the people of the panel are called, by the column that names them."""
    person = (panel.design.person or "").lower()
    if panel.design.design == "groups":
        return "Groups"
    return "Children" if "child" in person or "learner" in person else "People"


def level_label(panel: Panel, level: str) -> str:
    """Return what the clusters of a level are called, such as "Families" for household.

    Parameters
    ----------
    panel : Panel
        Its design says which column a level is.
    level : str
        A level, a column, "person", "wave", or a product such as "school*wave".
    """
    if "*" in level:
        return " \N{MULTIPLICATION SIGN} ".join(
            level_label(panel, part) for part in level.split("*")
        )
    if level in {"person", panel.design.person}:
        return people_label(panel)
    columns = {column: name for name, column in panel.design.levels.items()}
    name = columns.get(level, level)
    return _LEVELS.get(name.removesuffix("_id").lower(), name.replace("_", " ").capitalize())


def same(one: object, other: object) -> bool:
    """Return whether two values are one, a whole number and its decimal form included."""
    return written(one) == written(other)


def written(value: object) -> str:
    """Return a value as text; a number without fraction loses its ".0"."""
    text = str(value).strip()
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() else str(number)


def _level_label(panel: Panel, name: str, level: str) -> str:
    if not level:
        return variable_label(panel.codebook, name)
    label = value_label(panel, name, level)
    if name in {panel.design.wave, "wave"}:
        return f"Wave {label}" if same(label, level) else f"Wave {written(level)} ({label})"
    return f"{variable_label(panel.codebook, name)}: {label}"
