"""The report of a fault of our own: where it happened, never what was in the data."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path


def report_of(fault: BaseException) -> str:
    """Return where a fault happened: places in the program and types, no messages or values.

    Parameters
    ----------
    fault : BaseException
        What was caught; its own message is left out, since it may quote the data.

    Returns
    -------
    str
        Several lines of text.
    """
    lines = [
        "studytool met a fault of its own. This report holds no data.",
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}",
    ]
    chain: BaseException | None = fault
    while chain is not None:
        lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}")
        lines.extend(
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(chain.__traceback__)
        )
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines) + "\n"


def folder_for_reports() -> Path:
    """Return the folder of this person's account where reports are kept."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "studytool"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / "studytool"
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if state else Path.home() / ".local" / "state") / "studytool"


def write_report(fault: BaseException) -> Path | None:
    """Write the report of a fault.

    Parameters
    ----------
    fault : BaseException
        What was caught.

    Returns
    -------
    Path or None
        The file, or None where no file can be written.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    path = folder_for_reports() / f"crash-{stamp}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report_of(fault), encoding="utf-8")
    except OSError:
        return None
    return path
