"""The names a field may take: variables, services, levels, models of the study and its run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studytool.report.labels import variable_label
from studytool.survey.codebook import Variable, wave_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studytool.outcome import Run
    from studytool.study import Study

SOURCES: Mapping[str, tuple[str, ...]] = {
    "outcome": ("variables",),
    "treatment": ("services", "variables"),
    "controls": ("variables",),
    "baseline": ("variables",),
    "running": ("variables",),
    "offset": ("variables",),
    "moderator": ("variables", "levels"),
    "cohort": ("services", "variables"),
    "trends": ("people", "levels"),
    "variables": ("variables",),
    "items": ("variables",),
    "reverse": ("variables",),
    "of": ("variables",),
    "weights": ("variables",),
    "by": ("levels", "variables"),
    "effects": ("key", "levels", "variables"),
    "cluster": ("key", "levels", "variables"),
    "strata": ("levels",),
    "unit": ("people", "levels"),
    "exposure": ("services",),
    "also": ("services", "variables"),
    "model": ("models",),
    "models": ("models",),
    "analysis": ("analyses",),
    "analyses": ("analyses",),
}
"""Which lists a field of that name chooses from."""

_OFFERED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("Roi", "perspective"): ("society", "programme", "funder", "government", "families"),
}
"""Usual values of texts that may be any, by class and field."""

_PLACES: Mapping[str, str] = {"unit": "analyses"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A name that may be chosen.

    Attributes
    ----------
    name : str
        As the document writes it.
    label : str
        What a reader sees; the name where it has no label.
    group : str
        What it is: "Variable", "Service", "Score", "Level" ...
    """

    name: str
    label: str
    group: str = ""

    @property
    def text(self) -> str:
        """Label, and the name in brackets where the label does not say it."""
        return self.label if self.label == self.name else f"{self.label} ({self.name})"


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that can be named in a study.

    Attributes
    ----------
    variables, services, levels, models, analyses : tuple of Choice
        Services are the exposures; levels are those above the person.
    key, people : tuple of Choice
        Person and wave; person alone.
    waves : mapping of float to str
        Label by wave, in order.
    bands : mapping of str to mapping of str to str
        Name by code, of variables whose values are named.
    """

    variables: tuple[Choice, ...] = ()
    services: tuple[Choice, ...] = ()
    levels: tuple[Choice, ...] = ()
    models: tuple[Choice, ...] = ()
    analyses: tuple[Choice, ...] = ()
    key: tuple[Choice, ...] = (Choice("person", "Person"), Choice("wave", "Wave"))
    people: tuple[Choice, ...] = (Choice("person", "Person"),)
    waves: Mapping[float, str] = field(default_factory=dict)
    bands: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def named(self, *groups: str) -> tuple[Choice, ...]:
        """Return the choices of several lists in that order, each name once."""
        found: dict[str, Choice] = {}
        for group in groups:
            for choice in getattr(self, group):
                found.setdefault(choice.name, choice)
        return tuple(found.values())

    def for_field(self, family: str, name: str) -> tuple[Choice, ...]:
        """Return what a field chooses from; nothing where it is not a field of names.

        Parameters
        ----------
        family : str
            Family of the class, such as "models"; empty for a class without one.
        name : str
            Name of the field.
        """
        if _PLACES.get(name, family) != family:
            return ()
        return self.named(*SOURCES.get(name, ()))

    def label(self, name: str) -> str:
        """Return what a name is called: a variable, service, level or result."""
        everything = self.named("key", "levels", "services", "variables", "models", "analyses")
        return next((choice.label for choice in everything if choice.name == name), name)


def takes_names(family: str, name: str) -> bool:
    """Tell whether a field chooses among names of the study, whatever the study holds."""
    return name in SOURCES and _PLACES.get(name, family) == family


def offered(spec: str, name: str) -> tuple[str, ...]:
    """Return the usual values of a text field of the class of that name; nothing for most."""
    return _OFFERED.get((spec, name), ())


def choices_of(study: Study, run: Run | None) -> Choices:
    """Return what can be named in a study; a run knows every column of the files.

    Parameters
    ----------
    study : Study
        As it is asked for now.
    run : Run or None
        The latest run, which may be of an earlier study.
    """
    codebook = _codebook(study, run)
    services = {exposure.name for exposure in study.exposures}
    hidden = _hidden(study)
    return Choices(
        variables=tuple(
            _variable(codebook, name, "Variable")
            for name in codebook
            if name not in services and name not in hidden
        ),
        services=tuple(_variable(codebook, item.name, "Service") for item in study.exposures),
        levels=tuple(Choice(name, _plain(name), "Level") for name in study.panel.levels),
        models=_titled(study.models, "Model"),
        analyses=_titled(study.analyses, "Analysis"),
        waves=_waves(study, run),
        bands={name: entry.labels for name, entry in codebook.items() if entry.labels},
    )


def _codebook(study: Study, run: Run | None) -> dict[str, Variable]:
    """Return the entry of every column: the study's own first, then what the run found."""
    made: tuple[Any, ...] = (*study.measures, *study.derived)
    asked = {variable.name: variable for variable in study.variables}
    asked |= {item.name: Variable(name=item.name, label=item.label) for item in made}
    asked |= {exposure.name: exposure.variable() for exposure in study.exposures}
    ran = dict(run.link.panel.codebook) if run is not None else {}
    gone = set() if run is None else _made(run.study) - set(asked)
    found = {name: entry for name, entry in (asked | ran).items() if name not in gone}
    for name in set(ran) & set(asked):
        if asked[name].label:
            found[name] = found[name].model_copy(update={"label": asked[name].label})
    return found


def _made(study: Study) -> set[str]:
    made: list[Any] = [*study.variables, *study.measures, *study.derived, *study.exposures]
    return {item.name for item in made}


def _hidden(study: Study) -> set[str]:
    """Return keys that are no variables: who and when, and the columns of the levels' IDs."""
    keys = {study.panel.person, study.panel.wave}
    return {name for name in keys if name} | {
        column for column in study.panel.levels.values() if column.endswith("_id")
    }


def _variable(codebook: Mapping[str, Variable], name: str, group: str) -> Choice:
    return Choice(name, variable_label(codebook, name), group)


def _titled(items: Iterable[object], group: str) -> tuple[Choice, ...]:
    pairs = ((str(getattr(item, "name", "")), str(getattr(item, "title", ""))) for item in items)
    return tuple(Choice(name, title or name, group) for name, title in pairs)


def _plain(name: str) -> str:
    return "Family" if name in {"household", "hh"} else name.replace("_", " ").capitalize()


def _waves(study: Study, run: Run | None) -> dict[float, str]:
    if run is not None and run.link.panel.waves:
        return dict(run.link.panel.waves)
    numbered = ((file.number, file.label) for file in study.waves if file.number is not None)
    return {float(n): label or wave_name(n) for n, label in sorted(numbered, key=lambda p: p[0])}
