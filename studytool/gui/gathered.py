"""Gathered: what is noticed alike about several files, told once with the names of the files."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studytool.core.findings import Finding

_FILE = re.compile(r"^(?P<name>[^,\[\]]+\.[A-Za-z]{2,5})\b")
_TOLD = re.compile(r"\bwave\b", re.IGNORECASE)


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with those alike about several files as one that names the files.

    Parameters
    ----------
    findings : iterable of Finding
        In the order they are shown in.

    Returns
    -------
    tuple of Finding
        A finding about a file says which file; it stands where the first of its like stood.
    """
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.level, finding.code, finding.message, finding.remedy)
        place = finding.where if not _needs_file(finding) else ""
        alike.setdefault((*key, place), []).append(finding)
    return tuple(_with_files(group) for group in alike.values())


def file_of(where: str) -> str:
    """Return the file that a place such as ``wave1.csv, row 3`` lies in; empty for none."""
    found = _FILE.match(where)
    return found["name"] if found is not None else ""


def _needs_file(finding: Finding) -> bool:
    """Whether a finding is about a file and does not say which."""
    file = file_of(finding.where)
    return bool(file) and file not in finding.message and not _TOLD.search(finding.message)


def _with_files(group: list[Finding]) -> Finding:
    first = group[0]
    if not _needs_file(first):
        return first
    places = list(dict.fromkeys(finding.where for finding in group))
    *most, last = places
    listed = f"{', '.join(most)} and {last}" if most else last
    return replace(first, message=f"{first.message.rstrip('.')}. In {listed}.")
