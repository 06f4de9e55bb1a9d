"""The caller's side of the reading process: start it, ask it, and never wait for ever."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studytool.core.errors import SourceError
from studytool.intake.frames import read_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from studytool.intake.importer import Importer
    from studytool.intake.limits import Limits

    Frame = tuple[dict[str, Any], pa.Table | None]

FROZEN_ARGUMENT = "--read-files"
_GLANCE_SECONDS = 0.1
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Child:
    """A running process that reads files.

    Attributes
    ----------
    process : Popen
        The process.
    frames : Queue
        Its answers in order; None once it has ended or sent what is no frame.
    """

    process: subprocess.Popen[bytes]
    frames: queue.Queue[Frame | None]


@contextlib.contextmanager
def reading_process(limits: Limits) -> Iterator[Child]:
    """Start the process that reads files, and end it whatever happens.

    Parameters
    ----------
    limits : Limits
        Caps on what it may send.

    Yields
    ------
    Child
        Ready for `ask`.
    """
    process = subprocess.Popen(  # noqa: S603  # our own program
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    child = Child(process, queue.Queue())
    listener = threading.Thread(
        target=_listen, args=(child, limits.memory_bytes), name="reading files", daemon=True
    )
    listener.start()
    try:
        yield child
    finally:
        process.kill()
        listener.join()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]  # both are pipes


def ask(
    child: Child, importer: Importer, path: Path, limits: Limits, *, waiting: Callable[[], None]
) -> Frame:
    """Have one file read.

    Parameters
    ----------
    child : Child
        The process.
    importer : Importer
        How to read the file.
    path : Path
        The file.
    limits : Limits
        Caps on it.
    waiting : callable
        Called about ten times a second; may raise to give up.

    Returns
    -------
    dict
        What the process says of the file.
    pyarrow.Table or None
        Its cells.

    Raises
    ------
    SourceError
        If the process ends, or takes too long.
    """
    request = {
        "importer": importer.model_dump(mode="json"),
        "path": str(path),
        "limits": asdict(limits),
    }
    with contextlib.suppress(OSError):  # it has ended: the answer below is None
        child.process.stdin.write(json.dumps(request).encode("ascii") + b"\n")  # type: ignore[union-attr]
        child.process.stdin.flush()  # type: ignore[union-attr]
    until = time.monotonic() + limits.seconds
    while True:
        waiting()
        try:
            frame = child.frames.get(timeout=_GLANCE_SECONDS)
        except queue.Empty:
            if time.monotonic() > until:
                raise _too_slow(limits.seconds) from None
            continue
        if frame is None:
            raise _ended(child.process.wait())
        return frame


def _command() -> list[str]:
    """How to start the process; a frozen program starts itself with an argument of its own."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_ARGUMENT]
    # -P: a file named csv.py in the folder of the data is never run
    return [sys.executable, "-P", "-m", "studytool.intake.sandbox"]


def _environment() -> dict[str, str]:
    """Return an environment in which neither locale nor hash seed differs between machines."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    ours = str(Path(__file__).resolve().parents[2])
    return passed | {
        "PYTHONPATH": os.pathsep.join(filter(None, [ours, os.environ.get("PYTHONPATH")])),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "LC_ALL": "C",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }


def _listen(child: Child, most_bytes: int) -> None:
    """Put frames in the queue as they come; runs in a thread until the pipe ends."""
    frame: Frame | None = None
    while True:
        try:
            frame = read_frame(child.process.stdout, most_bytes=most_bytes)  # type: ignore[arg-type]
        except (ValueError, OSError):
            frame = None
        child.frames.put(frame)
        if frame is None:
            child.process.kill()
            return


def _too_slow(seconds: float) -> SourceError:
    return SourceError(
        f"Reading the file took longer than {seconds:g} seconds and was stopped.",
        why="It is very large, or made so that reading it never ends.",
        remedy="Open it in the program that made it and save it as csv.",
    )


def _ended(status: int) -> SourceError:
    how = f"by signal {-status}" if status < 0 else f"with status {status}"
    return SourceError(
        "The file could not be read: the process that read it was ended.",
        why=f"It ended {how}: another program stopped it, the file is damaged, "
        "or it needs more memory than it may take.",
        remedy="Try again; if it happens again, save the file anew in the program that made it.",
    )
