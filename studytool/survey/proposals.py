"""Proposals: how differences between waves could be evened out. Nothing is done unasked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studytool.survey.cell_formats import plain_number
from studytool.survey.codebook import Variable, wave_name
from studytool.survey.contents import Contents, contents_of
from studytool.survey.wave_grid import GridCell, GridRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from studytool.survey.design import PanelDesign
    from studytool.survey.wave_grid import OpenedWaves, WaveGrid

    ByWave = Mapping[float, Contents]

_CODES = frozenset(str(-int(digit * times)) for digit in "6789" for times in (2, 3, 4))
_YES_NO = {"no": "0", "yes": "1"}
_FEW = 12
_SHARED_LETTERS = 4
_ENOUGH = 0.5
_SUFFIX = re.compile(r"[_.]?(?:(?:wave|w|t|y)[0-9]{1,2}|(?:19|20)[0-9]{2})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to even out a variable.

    Attributes
    ----------
    name : str
        The variable.
    words : str
        What would be done, such as "1 → 1 yes, 2 → 0 no".
    variable : Variable or None
        Its new entry in the codebook; None where only missing codes are proposed.
    takes : tuple of str
        Other names that become this variable.
    missing : mapping of code to reason
        Codes to declare missing in every numeric variable.
    cells : mapping of wave to GridCell
        The difference it evens out, in the waves that have it.
    """

    name: str
    words: str
    variable: Variable | None = None
    takes: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[float, GridCell] = field(default_factory=dict)


def proposals_of(waves: OpenedWaves) -> dict[str, Proposal]:
    """Return what could be done about differences the document does not even out.

    Parameters
    ----------
    waves : OpenedWaves
        All files.

    Returns
    -------
    dict of name to Proposal
        At most one a variable; names first, since values can be compared only then.
    """
    found: dict[str, ByWave] = {}
    for name in waves.names:
        by_wave = {wave: contents_of(waves, name, wave) for wave in waves.waves}
        found[name] = {wave: held for wave, held in by_wave.items() if held is not None}
    proposals: dict[str, Proposal] = {}
    for name, other in _pairs(waves, found):
        proposals[name] = _renaming(waves, name, other, found)
    taken = {other for made in proposals.values() for other in made.takes}
    reasons = _reasons(found.values())
    for name, held in found.items():
        if name not in proposals and name not in taken:
            made = _recoding(waves, name, held) or _missing(waves, name, held, reasons)
            if made is not None:
                proposals[name] = made
    return proposals


def accepted(
    proposals: Iterable[Proposal], variables: Sequence[Variable], design: PanelDesign
) -> tuple[tuple[Variable, ...], PanelDesign]:
    """Return the codebook and the design with proposals taken in.

    Parameters
    ----------
    proposals : iterable of Proposal
        Those a person accepts.
    variables : sequence of Variable
        The codebook as it is.
    design : PanelDesign
        The design as it is.

    Returns
    -------
    variables : tuple of Variable
        New entries at their place, or at the end.
    design : PanelDesign
        With the missing codes that are new.
    """
    entries = {variable.name: variable for variable in variables}
    missing = dict(design.missing)
    for proposal in proposals:
        missing = dict(proposal.missing) | missing
        if proposal.variable is not None:
            entries[proposal.name] = proposal.variable
    return tuple(entries.values()), design.model_copy(update={"missing": missing})


def rows_with_proposals(grid: WaveGrid, proposals: Mapping[str, Proposal]) -> tuple[GridRow, ...]:
    """Return the rows of a grid with what is proposed shown as a difference.

    Parameters
    ----------
    grid : WaveGrid
        As the document has it.
    proposals : mapping of name to Proposal
        What is still open; a name that another variable would take has no row of its own.
    """
    taken = {other for proposal in proposals.values() for other in proposal.takes}
    return tuple(
        replace(
            row,
            cells=tuple(
                proposals[row.name].cells.get(head.wave, cell) if row.name in proposals else cell
                for head, cell in zip(grid.heads, row.cells, strict=True)
            ),
        )
        for row in grid.rows
        if row.name not in taken
    )


def _pairs(waves: OpenedWaves, found: Mapping[str, ByWave]) -> list[tuple[str, str]]:
    """Return names that share no wave, mean the same by their words, and hold like contents."""
    some = [name for name, held in found.items() if len(held) < len(waves.waves)]
    said = {variable.name for variable in waves.variables}
    scores: dict[tuple[str, str], float] = {}
    for one in some:
        for other in some:
            apart = not found[one].keys() & found[other].keys()
            if apart and other not in said and min(found[one]) < min(found[other]):
                score = _alike(waves, one, other, found)
                if score:
                    scores[one, other] = score
    pairs: list[tuple[str, str]] = []
    for one, other in sorted(scores, key=lambda pair: -scores[pair]):
        if not any({one, other} & set(pair) for pair in pairs):
            pairs.append((one, other))
    return pairs


def _alike(waves: OpenedWaves, one: str, other: str, found: Mapping[str, ByWave]) -> float:
    if waves.sorts[one] != waves.sorts[other] or _numbers_in(one) != _numbers_in(other):
        return 0.0
    if _bare(one) == _bare(other):
        return 1.0
    mine, theirs = _values(found[one].values()), _values(found[other].values())
    if len(mine) <= _FEW and len(mine & theirs) < _ENOUGH * len(mine | theirs):
        return 0.0
    words = [(a, b) for a in _words(one) for b in _words(other)]
    shared = max((_shared_letters(a, b) for a, b in words), default=0)
    return shared / 100 if shared >= _SHARED_LETTERS else 0.0


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _SUFFIX.sub("", name).lower())


def _numbers_in(name: str) -> list[str]:
    """Return the numbers of a name, that of its wave left out: items differ by them alone."""
    return re.findall(r"[0-9]+", _SUFFIX.sub("", name))


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word]


def _shared_letters(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _values(held: Iterable[Contents]) -> set[str]:
    """Return what the cells become, missing ones left out."""
    return {
        contents.becomes[text]
        for contents in held
        for text in contents.counts
        if _plain(text) not in contents.missing and contents.becomes.get(text)
    }


def _renaming(waves: OpenedWaves, name: str, other: str, found: Mapping[str, ByWave]) -> Proposal:
    entry = _entry(waves, name)
    columns = {wave_name(wave): entry.column(wave) for wave in found[name]}
    columns |= {wave_name(wave): held.columns[0] for wave, held in found[other].items()}
    variable = entry.model_copy(update={"columns": dict(sorted(columns.items()))})
    cells = {
        wave: GridCell(held.columns[0], "renamed", "renamed") for wave, held in found[other].items()
    }
    return Proposal(name, f"Same field as {other}", variable, takes=(other,), cells=cells)


def _recoding(waves: OpenedWaves, name: str, held: ByWave) -> Proposal | None:
    if len(held) < 2:  # noqa: PLR2004  # nothing to compare with
        return None
    first, *later = held.values()
    known = _values([first])
    if not known or len(known) > _FEW:
        return None
    targets = {_label(first, value): value for value in known if _label(first, value)}
    if known <= set(_YES_NO.values()):
        targets = _YES_NO | targets
    entry = _entry(waves, name)
    recode = dict(entry.recode)
    told: list[str] = []
    cells: dict[float, GridCell] = {}
    for wave, contents in list(held.items())[1:]:
        if contents.recoded or _values([contents]) <= known:
            continue
        new = {
            text: targets[_label(contents, text)]
            for text in sorted(contents.counts)
            if _label(contents, text) in targets and _plain(text) not in contents.missing
        }
        asked = {text for text in contents.counts if _plain(text) not in contents.missing}
        if new.keys() == asked and len(asked) <= _FEW:
            recode[wave_name(wave)] = {old: _number(value) for old, value in new.items()}
            told = [f"{old} → {value} {_label(contents, old)}" for old, value in new.items()]
            cells[wave] = GridCell(contents.columns[0], "recoded", f"coded {', '.join(new)}")
    if not told or not later:
        return None
    variable = entry.model_copy(update={"recode": recode, "type": "number"})
    return Proposal(name, ", ".join(told), variable, cells=cells)


def _label(contents: Contents, text: str) -> str:
    """Return what a content means in words: its label, or itself where it is a word."""
    own = contents.labels.get(_plain(text), "")
    return (own or ("" if plain_number(text) is not None else text)).strip().lower()


def _reasons(found: Iterable[ByWave]) -> dict[str, str]:
    """Return what codes stand for where a file says it of any variable."""
    reasons: dict[str, str] = {}
    for held in found:
        for contents in held.values():
            for code, label in contents.labels.items():
                if code in _CODES:
                    reasons.setdefault(code, label)
    return reasons


def _missing(
    waves: OpenedWaves, name: str, held: ByWave, reasons: Mapping[str, str]
) -> Proposal | None:
    """Return codes such as -99 among numbers that otherwise are never negative."""
    if waves.sorts[name] != "number":
        return None
    numbers = {value for value in _values(held.values()) if plain_number(value) is not None}
    below = {value for value in numbers if value.startswith("-")}
    if not below or not below <= _CODES or below == numbers:
        return None
    codes = {code: reasons.get(code, "no answer") for code in sorted(below)}
    listed = ", ".join(f"{code.replace('-', '−')} “{why}”" for code, why in codes.items())
    cells = {}
    for wave, contents in held.items():
        here = [code for code in codes if code in {_plain(text) for text in contents.counts}]
        if here:
            words = f"code {', '.join(here)}".replace("-", "−")
            cells[wave] = GridCell(contents.columns[0], "missing", words)
    return Proposal(name, f"{listed} → missing", missing=codes, cells=cells)


def _entry(waves: OpenedWaves, name: str) -> Variable:
    """Return the variable's entry; a new one keeps what its cells are."""
    for variable in waves.variables:
        if variable.name == name:
            return variable
    sort = waves.sorts[name]
    return Variable(name=name, type="text" if sort == "id" else sort)


def _plain(text: str) -> str:
    number = plain_number(text)
    return text if number is None else f"{number:.15g}"


def _number(value: str) -> float | str:
    number = plain_number(value)
    return value if number is None else number
