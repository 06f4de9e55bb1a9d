"""The process in which files from outside are parsed: ``python -m studytool.intake.sandbox``.

Requests come in as JSON lines on standard input, answers leave as frames (see `intake.frames`) on
standard output, one for each request in order; it ends when its input ends. Nothing is pickled,
nothing is written to disk, and standard error goes nowhere, because a parser's complaint may quote
a respondent.

What holds where: on Linux the kernel refuses memory beyond what the file's size justifies and ends
the process when its processor time is used up; on macOS the time holds and the kernel may ignore
the memory; on Windows neither exists. Everywhere the caller kills it when a file takes too long,
and the caps on the size of a file, packed and unpacked, are checked before any parser is loaded.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO

import studytool.intake.formats
from studytool.core.errors import SourceError, StudyError
from studytool.core.identity import file_digest
from studytool.core.spec import kinds
from studytool.intake.frames import write_frame
from studytool.intake.importer import Importer
from studytool.intake.limits import MEGABYTE, Limits
from studytool.intake.parsed import pack
from studytool.intake.sniff import sniff

if TYPE_CHECKING:
    import pyarrow as pa

_LOADED_BYTES = 1024 * MEGABYTE  # address space of the libraries and their threads
_WORKING_BYTES = 768 * MEGABYTE
_TIMES_CONTENT = 24  # a byte of a packed cell becomes a Python object and its place in a list
_GRACE_SECONDS = 5


def main() -> None:
    """Answer requests until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller decides what Ctrl+C means
    # pyarrow would load pandas only to ask whether a list is a Series: 0.7 s for a no
    sys.meta_path.insert(0, SimpleNamespace(find_spec=_no_pandas))
    # before the first cap: a library that runs out of memory while it loads ends the process
    importlib.import_module("pyarrow")
    answers = _own_output()
    importers = kinds(Importer, studytool.intake.formats)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        importer = importers[request["importer"]["kind"]].model_validate(request["importer"])
        limits = Limits(**request["limits"])
        meta, table = answer(importer, Path(request["path"]), limits)
        write_frame(answers, meta, table)


def answer(
    importer: Importer, path: Path, limits: Limits
) -> tuple[dict[str, Any], pa.Table | None]:
    """Look at one file, read it and return a frame's two parts.

    Parameters
    ----------
    importer : Importer
        How to read it.
    path : Path
        The file.
    limits : Limits
        Caps on it.

    Returns
    -------
    dict
        ``{"error": ...}`` or ``{"digest": ..., "table": ...}``, JSON values.
    pyarrow.Table or None
        The cells and the rows they came from.
    """
    try:
        content = sniff(path, importer, limits)
        cap_process(content, limits)
        meta, table = pack(importer.read(path))
    except StudyError as error:
        told = {"what": error.what, "where": error.where}
        return {"error": told | {"why": error.why, "remedy": error.remedy}}, None
    except MemoryError:
        return {"error": _too_much_memory()}, None
    except Exception as error:  # noqa: BLE001  # any parser's failure concerns this file alone
        return {"error": fault_of(error)}, None
    return {"digest": file_digest(path), "table": meta}, table


def cap_process(content: int, limits: Limits) -> None:
    """Ask the kernel to hold this process to what a file of that content justifies.

    Parameters
    ----------
    content : int
        Bytes of the file once unpacked.
    limits : Limits
        Most memory and time.
    """
    if sys.platform == "win32":
        return
    import resource

    need = _LOADED_BYTES + _WORKING_BYTES + _TIMES_CONTENT * content
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + _GRACE_SECONDS
    _lower(resource.RLIMIT_AS, min(need, limits.memory_bytes))
    _lower(resource.RLIMIT_CPU, seconds)


def _lower(which: int, amount: int) -> None:
    import resource

    _, most = resource.getrlimit(which)
    if most != resource.RLIM_INFINITY:
        amount = min(amount, most)
    try:
        resource.setrlimit(which, (amount, most))
    except (ValueError, OSError):  # macOS refuses a cap on address space
        return


def _no_pandas(name: str, path: object = None, target: object = None) -> None:
    """Say, as a finder of modules, that pandas is not here; leave all else to other finders."""
    del path, target
    if name == "pandas":
        raise ModuleNotFoundError(name=name)


def _own_output() -> BinaryIO:
    """Keep standard output for frames, and send what libraries print there to nowhere."""
    kept = os.dup(sys.stdout.fileno())
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return os.fdopen(kept, "wb")


def _too_much_memory() -> dict[str, str]:
    error = SourceError(
        "The file needs more memory than it may take.",
        remedy="Split it, or leave out columns that are not needed.",
    )
    return {"what": error.what, "where": "", "why": error.why, "remedy": error.remedy}


def fault_of(error: Exception) -> dict[str, str]:
    """Say what failed and where, but not with which words: they may hold a value.

    Parameters
    ----------
    error : Exception
        What a parser raised.

    Returns
    -------
    dict
        what, where, why and remedy of a StudyError.
    """
    place = ""
    if frames := traceback.extract_tb(error.__traceback__):
        place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}"
    return {
        "what": "The file could not be read.",
        "where": "",
        "why": f"{type(error).__name__}{place}.",
        "remedy": "Open it in the program that made it, save it again and take that copy.",
    }


if __name__ == "__main__":
    main()
