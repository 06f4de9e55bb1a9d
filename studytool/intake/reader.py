"""Every file of a run, read in one process that can be capped and killed."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

import studytool.intake.formats
from studytool.core.complaints import complaints
from studytool.core.errors import DocumentError, SourceError
from studytool.core.progress import Progress, Silent
from studytool.core.spec import kinds, nearest
from studytool.intake.child import Child, ask, reading_process
from studytool.intake.importer import Importer
from studytool.intake.limits import Limits
from studytool.intake.parsed import in_file, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import ModuleType

    from studytool.intake.raw import RawTable

__all__ = ["Limits", "ReadRequest", "importer_for", "located", "open_reader", "read_all"]


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """One file to read.

    Attributes
    ----------
    importer : Importer
        How to read it.
    path : Path
        Where it is, as `located` found it.
    source : str
        Its name in the document, for messages.
    """

    importer: Importer
    path: Path
    source: str


def read_all(
    requests: Sequence[ReadRequest],
    *,
    limits: Limits = Limits(),  # noqa: B008  # frozen
    progress: Progress = Silent(),  # noqa: B008  # holds nothing
) -> tuple[RawTable, ...]:
    """Read files in one capped process.

    Parameters
    ----------
    requests : sequence of ReadRequest
        What to read.
    limits : Limits
        Caps on each file and on the process.
    progress : Progress
        Told before each file and, with the same message, while it is read; a cancel raised
        there ends the process at once.

    Returns
    -------
    tuple of RawTable
        One for each request, in order.

    Raises
    ------
    SourceError
        If a file cannot be read safely; it names the file.
    """
    if not requests:
        return ()
    total = len(requests)
    with reading_process(limits) as child:
        import pandas as pd  # noqa: F401  # needed below; loads while the process starts

        return tuple(
            _read(child, request, limits, progress, (done, total))
            for done, request in enumerate(requests)
        )


@contextlib.contextmanager
def open_reader(
    *,
    limits: Limits = Limits(),  # noqa: B008  # frozen
    progress: Progress = Silent(),  # noqa: B008  # holds nothing
) -> Iterator[Callable[[ReadRequest], RawTable]]:
    """Keep one capped process for several attempts at a file, each of which may be refused.

    Parameters
    ----------
    limits : Limits
        Caps on the file and on the process.
    progress : Progress
        Told while a file is read; a cancel raised there ends the process at once.

    Yields
    ------
    callable
        Reads one request; raises SourceError if it cannot be read safely.
    """
    with reading_process(limits) as child:
        yield lambda request: _read(child, request, limits, progress, (0, 1))


def _read(
    child: Child,
    request: ReadRequest,
    limits: Limits,
    progress: Progress,
    parts: tuple[int, int],
) -> RawTable:
    def waiting() -> None:
        progress.step(f"reading {request.source}", *parts)

    try:
        said, table = ask(child, request.importer, request.path, limits, waiting=waiting)
    except SourceError as error:
        raise error.placed(request.source) from None
    if table is None:
        told = said["error"] | {"where": in_file(request.source, said["error"]["where"])}
        raise SourceError(told.pop("what"), **told)
    return unpack(said["table"], table, source=request.source, digest=said["digest"])


def located(source: str, *, root: Path, allow: Sequence[Path] = (), where: str = "") -> Path:
    """Return the file a source means, if the study may read it.

    Parameters
    ----------
    source : str
        File as the document names it: relative to `root`, or absolute.
    root : Path
        Folder every source lies in.
    allow : sequence of Path
        Further folders sources may lie in.
    where : str
        Place in the document, for messages.

    Returns
    -------
    Path
        An existing file, links resolved.

    Raises
    ------
    SourceError
        If it lies outside those folders, is missing, or is no file.
    """
    try:
        path = (root / source).resolve()
        if not any(path.is_relative_to(folder.resolve()) for folder in (root, *allow)):
            raise SourceError(
                f"{source} lies outside the folder of the study.",
                where=where,
                why="A study from someone else could otherwise read any file of yours.",
                remedy="Move the file into that folder, or allow its own folder with --allow.",
            )
        if not path.exists():
            raise _missing(source, path, where)
        is_folder, is_file = path.is_dir(), path.is_file()
    except (OSError, ValueError, RuntimeError):  # a name no system has, a loop of links
        raise SourceError(
            "This cannot be the name of a file.", where=where, remedy="Check the name."
        ) from None
    if is_folder:
        remedy = "Name a file inside it."
        raise SourceError(f"{source} is a folder, not a file.", where=where, remedy=remedy)
    if not is_file:
        remedy = "Name a file of data."
        raise SourceError(f"{source} is a device, not a file.", where=where, remedy=remedy)
    return path


def _missing(source: str, path: Path, where: str) -> SourceError:
    beside = sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []
    remedy = "Check the name and the folder."
    if (hint := nearest(path.name, beside)).startswith("Did"):
        remedy = hint
    return SourceError(f"There is no file {source}.", where=where, remedy=remedy)


def importer_for(
    source: str, options: Mapping[str, Any], package: ModuleType = studytool.intake.formats
) -> Importer:
    """Return the importer of a file: by ``kind`` where the options say it, else by the ending.

    Parameters
    ----------
    source : str
        File as the document names it.
    options : mapping
        ``kind`` and the importer's own options.
    package : module
        Where importers live.

    Returns
    -------
    Importer
        Checked options.

    Raises
    ------
    DocumentError
        If the kind or an option does not exist, or the ending says nothing.
    """
    known = cast("dict[str, type[Importer]]", kinds(Importer, package))
    kind = options.get("kind")
    if kind is None:
        kind = _kind_by_ending(source, known)
    if kind not in known:
        raise DocumentError(f'There is no kind "{kind}".', remedy=nearest(str(kind), list(known)))
    try:
        return known[kind].model_validate({**options, "kind": kind})
    except ValidationError as error:
        raise complaints(error, dict(options))[0] from None


def _kind_by_ending(source: str, known: Mapping[str, type[Importer]]) -> str:
    ending = PurePath(source).suffix.lower()
    for kind, importer in known.items():
        if ending in importer.suffixes:
            return kind
    raise DocumentError(
        f"The ending of {source} does not say what kind of file it is.",
        remedy=f"Say it with kind: {', '.join(known)}.",
    )
