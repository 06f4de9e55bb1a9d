"""The files of a study: found, looked at, read once each in one capped process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studytool.core.errors import DocumentError
from studytool.core.identity import file_digest
from studytool.intake.reader import ReadRequest, importer_for, located, read_all
from studytool.memo import Memo, key_of
from studytool.roi.cost import CostSheet
from studytool.study import importer_of
from studytool.survey.decisions import load_sidecar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studytool.core.progress import Progress
    from studytool.intake.raw import RawTable
    from studytool.study import Study
    from studytool.survey.decisions import Decision


@dataclass(frozen=True, slots=True)
class RawFiles:
    """The files of a study as they were read.

    Attributes
    ----------
    waves : tuple of RawTable
        One for each entry of ``[[waves]]``.
    logs : mapping of exposure to RawTable
        The log of each exposure.
    decisions : tuple of Decision
        What people decided about the data, also where a file of its own says so.
    sidecar : mapping of source to SHA-256
        That file, if there is one.
    sheets : mapping of place in ``[[costs]]`` to RawTable
        The cost sheets; two may be sheets of one workbook.
    key : str
        Digest of what was read and how, for a memo.
    """

    waves: tuple[RawTable, ...]
    logs: Mapping[str, RawTable]
    sheets: Mapping[int, RawTable]
    decisions: tuple[Decision, ...]
    sidecar: Mapping[str, str]
    key: str

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every file, by source."""
        tables = (*self.waves, *self.logs.values(), *self.sheets.values())
        return {table.source: table.digest for table in tables} | dict(self.sidecar)


def read(
    study: Study, *, allow: Sequence[Path], progress: Progress, memo: Memo | None = None
) -> RawFiles:
    """Read every file of a study once, all in one capped process.

    Parameters
    ----------
    study : Study
        Names the files.
    allow : sequence of Path
        Folders outside the study's root that they may lie in.
    progress : Progress
        Told of each file.
    memo : Memo, optional
        Files that have not changed since it saw them are not read again.

    Raises
    ------
    StudyError
        If there is no wave yet, or a file cannot be read safely.
    """
    if not study.waves:
        raise DocumentError(
            "The study has no files yet.", where="waves", remedy="Add the file of a wave."
        )
    requests: dict[str, ReadRequest] = {}
    kept, root = memo or Memo(), study.root

    def ask(where: str, source: str, options: Mapping[str, Any]) -> str:
        asked = key_of("importer", source, repr(options))
        importer = kept.get(asked, lambda: importer_for(source, dict(options)))
        path = importer.place_of(source, where=where) or located(
            source, root=root, allow=tuple(allow), where=where
        )
        key = f"{source} {importer.model_dump_json()}"
        requests[key] = ReadRequest(importer, path, source)
        return key

    waves = [
        ask(f"waves[{place}].source", wave.source, importer_of(wave))
        for place, wave in enumerate(study.waves)
    ]
    logs = {
        e.name: ask(f"exposures[{place}].source", e.source, e.file)
        for place, e in enumerate(study.exposures)
    }
    costs = {
        place: ask(f"costs[{place}].source", entry.source, entry.file)
        for place, entry in enumerate(study.costs)
        if isinstance(entry, CostSheet)
    }
    key = key_of(*requests, *(_stamp(request.path) for request in requests.values()))
    read_now = kept.get(key, lambda: read_all(list(requests.values()), progress=progress))
    tables = dict(zip(requests, read_now, strict=True))
    decisions, sidecar = _decisions(study, allow)
    return RawFiles(
        waves=tuple(tables[one] for one in waves),
        logs={name: tables[one] for name, one in logs.items()},
        sheets={place: tables[one] for place, one in costs.items()},
        decisions=decisions,
        sidecar=sidecar,
        key=key,
    )


def _decisions(study: Study, allow: Sequence[Path]) -> tuple[tuple[Decision, ...], dict[str, str]]:
    """Return the decisions, and the digest of their own file where the study names one."""
    if not isinstance(study.decisions, str):
        return study.decisions, {}
    path = located(study.decisions, root=study.root, allow=tuple(allow), where="decisions")
    return load_sidecar(path), {study.decisions: file_digest(path)}


def _stamp(path: Path) -> str:
    """Tell a file from what it was before: place, size and time of the last change."""
    status = path.stat()
    return f"{path} {status.st_size} {status.st_mtime_ns}"
