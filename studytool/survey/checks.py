"""What is odd about the panel as a whole: instruments that changed, answers that do not vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.findings import Finding
from studytool.survey.codebook import wave_name

if TYPE_CHECKING:
    from studytool.survey.codebook import Variable
    from studytool.survey.panel import Panel

_ENOUGH_ROWS = 10


def panel_findings(panel: Panel) -> tuple[Finding, ...]:
    """Return what an analyst would note about the waves of a panel.

    Parameters
    ----------
    panel : Panel
        The checked data.

    Returns
    -------
    tuple of Finding
        Instruments that changed, variables constant in a wave, and people who moved.
    """
    return (*changed_instruments(panel), *constant_variables(panel), *movers(panel))


def changed_instruments(panel: Panel) -> tuple[Finding, ...]:
    """Return a warning for each variable whose instrument changed between waves.

    Parameters
    ----------
    panel : Panel
        With `version` by wave in the codebook.
    """
    findings = []
    for name, variable in panel.codebook.items():
        if name not in panel.frame or isinstance(variable.version, str):
            continue
        asked = panel.frame[panel.design.wave][panel.frame[name].notna()]
        versions = {wave: variable.instrument(wave) for wave in sorted(asked.unique().tolist())}
        if len(set(versions.values())) > 1:
            findings.append(_changed(variable, versions))
    return tuple(findings)


def _changed(variable: Variable, versions: dict[float, str]) -> Finding:
    told = ", ".join(
        f"{text or 'not named'} in wave {wave_name(w)}" for w, text in versions.items()
    )
    return Finding(
        level="warning",
        code="instrument_changed",
        message=f"The instrument of {variable.shown} changed between waves: {told}.",
        where=variable.name,
        remedy="Compare only waves with the same version, or show that the versions agree.",
    )


def constant_variables(panel: Panel) -> tuple[Finding, ...]:
    """Return a note for numbers that are the same for everyone in one wave and not in another.

    Parameters
    ----------
    panel : Panel
        Waves with fewer than ten filled cells are not judged.
    """
    numeric = [
        name
        for name in panel.codebook
        if name in panel.frame and name != panel.design.wave and panel.frame[name].dtype.kind == "f"
    ]
    if not numeric:
        return ()
    groups = panel.frame[[*numeric, panel.design.wave]].groupby(panel.design.wave)
    low, high, filled = groups[numeric].min(), groups[numeric].max(), groups[numeric].count()
    same = (low == high) & (filled >= _ENOUGH_ROWS)
    varies = (low < high).any()
    return tuple(
        Finding(
            level="note",
            code="constant_in_wave",
            message=(
                f"{panel.codebook[name].shown} is the same in every row of wave "
                f"{', '.join(wave_name(wave) for wave in same.index[same[name]].tolist())}."
            ),
            where=name,
            remedy="Check whether the question was asked there, and of everyone.",
        )
        for name in numeric
        if bool(varies[name]) and bool(same[name].any())
    )


def movers(panel: Panel) -> tuple[Finding, ...]:
    """Return a note for each level, such as the school, that people changed between waves.

    Parameters
    ----------
    panel : Panel
        People followed over waves; none where rows are people.
    """
    person = panel.design.person
    if person is None or person not in panel.frame:
        return ()
    findings = []
    for level, column in panel.design.levels.items():
        if column == person or column not in panel.frame:
            continue
        homes = panel.frame[[person, column]].dropna().drop_duplicates()
        moved = int((homes[person].value_counts() > 1).sum())
        people = int(homes[person].nunique())
        if moved:
            findings.append(
                Finding(
                    level="note",
                    code="level_changed",
                    message=f"{moved} of {people} people changed their {level} between waves.",
                    where=column,
                    remedy=f"Effects of the person do not contain those of the {level}.",
                )
            )
    return tuple(findings)
