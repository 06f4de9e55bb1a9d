"""What files of different waves call or code differently, told as notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.counted import several
from studytool.core.findings import Finding
from studytool.survey.harmonise import reading_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.survey.design import PanelDesign
    from studytool.survey.harmonise import OpenedFile
    from studytool.survey.stack import Stack

_NAMED = 3


def differences(stacks: Sequence[Stack], design: PanelDesign) -> tuple[Finding, ...]:
    """Return notes on what was evened out between files.

    Parameters
    ----------
    stacks : sequence of Stack
        All tables as read.
    design : PanelDesign
        With the missing codes of every numeric variable.

    Returns
    -------
    tuple of Finding
        Names, values and missing codes that differ, each counted.
    """
    found = (
        _note("renamed", "have another column name in some files", _names(stacks)),
        _note("recoded", "were recoded so that files agree", _recodes(stacks)),
    )
    notes = tuple(finding for finding in found if finding is not None)
    return (*notes, *_codes_finding(stacks, design))


def _note(code: str, what: str, told: dict[str, str]) -> Finding | None:
    if not told:
        return None
    subject = several(len(told), "variable")
    verb = what.replace("have", "has").replace("were", "was") if len(told) == 1 else what
    listed = "; ".join(f"{name} ({detail})" for name, detail in told.items())
    return Finding("note", code, f"{subject} {verb}: {listed}.")


def _names(stacks: Sequence[Stack]) -> dict[str, str]:
    columns: dict[str, dict[str, None]] = {}
    for stack in stacks:
        for opened in stack.files:
            for use in opened.uses:
                columns.setdefault(use.name, {})[use.column] = None
    return {name: ", ".join(found) for name, found in columns.items() if len(found) > 1}


def _recodes(stacks: Sequence[Stack]) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for stack in stacks:
        for (name, source), cells in stack.recoded.items():
            told.setdefault(name, []).append(f"{several(cells, 'cell')} of {source}")
    return {name: ", ".join(parts) for name, parts in told.items()}


def _codes_finding(stacks: Sequence[Stack], design: PanelDesign) -> tuple[Finding, ...]:
    """Return one note for missing codes that some files of a variable have and others do not."""
    codes: dict[str, dict[str, set[str]]] = {}
    for stack in stacks:
        for opened in stack.files:
            for name, found in _codes_of(stack, opened, design).items():
                codes.setdefault(name, {}).setdefault(opened.source, set()).update(found)
    alike: dict[str, list[str]] = {}
    for name, by_source in codes.items():
        everywhere = set.intersection(*by_source.values())
        for source, found in by_source.items():
            own = ", ".join(sorted(found - everywhere))
            if own:
                alike.setdefault(f"{own} in {source}", []).append(name)
    if not alike:
        return ()
    told = "; ".join(f"{where} ({_counted(names)})" for where, names in alike.items())
    return (Finding("note", "missing_codes_differ", f"Missing codes of some files alone: {told}."),)


def _counted(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more variables"


def _codes_of(stack: Stack, opened: OpenedFile, design: PanelDesign) -> dict[str, set[str]]:
    return {
        use.name: set(
            reading_of(
                use, opened.raw, sort=stack.sorts[use.name], file=opened.file, design=design
            ).missing
        )
        for use in opened.uses
    }
