"""Settings: what the window remembers between two sittings, in the person's own folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

if TYPE_CHECKING:
    from datetime import datetime

REMEMBERED = 10
"""How many recent documents are kept."""


class Recent(NamedTuple):
    """A document that was open before; no dataclass, which the first paint would wait for.

    Attributes
    ----------
    path : Path
        Where it is, or was.
    title : str
        Title of the study.
    when : datetime
        When it was last opened or saved, local time.
    """

    path: Path
    title: str
    when: datetime


def folder_for_settings() -> Path:
    """Return the folder of this person's account where settings are kept."""
    kind = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(kind)) / "studytool"


class Settings:
    """What the window remembers; a damaged or missing entry counts as never set.

    Parameters
    ----------
    path : Path, optional
        The ini file; the person's own where left out.
    """

    def __init__(self, path: Path | None = None) -> None:
        target = path or folder_for_settings() / "window.ini"
        self._store = QSettings(str(target), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """Name of the theme: system, light, dark or high_contrast."""
        return str(self._read("theme", "system"))

    @theme.setter
    def theme(self, name: str) -> None:
        self._write("theme", name)

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window; empty before the first sitting."""
        return QByteArray.fromHex(str(self._read("geometry", "")).encode("ascii", "ignore"))

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._write("geometry", bytes(geometry.toHex().data()).decode("ascii"))

    def widths(self, step: str) -> tuple[int, int] | None:
        """Return the widths of the two panes of a step in pixels, or None where never moved."""
        kept = self._read(f"widths_{step}", None)
        if isinstance(kept, list) and len(kept) == len(("work", "report")):
            work, report = (size if isinstance(size, int) else 0 for size in kept)
            return (work, report) if work > 0 and report > 0 else None
        return None

    def keep_widths(self, step: str, widths: tuple[int, int]) -> None:
        """Remember the widths of the two panes of a step, in pixels."""
        self._write(f"widths_{step}", list(widths))

    def recent(self) -> tuple[Recent, ...]:
        """Return the documents that were open, the latest first; those that are gone as well."""
        kept = self._read("recent", [])
        found = (_recent(entry) for entry in kept) if isinstance(kept, list) else ()
        return tuple(entry for entry in found if entry is not None)

    def add_recent(self, path: Path, title: str) -> None:
        """Put a document first among the recent ones."""
        from datetime import datetime

        here = path.resolve()
        others = [entry for entry in self.recent() if entry.path != here]
        first = Recent(here, title, datetime.now().astimezone())
        self._keep_recent([first, *others][:REMEMBERED])

    def forget_recent(self, path: Path) -> None:
        """Take a document off the list of recent ones."""
        self._keep_recent([entry for entry in self.recent() if entry.path != path])

    def _keep_recent(self, entries: list[Recent]) -> None:
        rows = [[str(kept.path), kept.title, kept.when.isoformat()] for kept in entries]
        self._write("recent", rows)

    def _read(self, key: str, otherwise: Any) -> Any:  # noqa: ANN401  # what JSON can hold
        kept = str(self._store.value(key, ""))
        if not kept:
            return otherwise
        import json  # nothing is remembered at the very first start

        try:
            return json.loads(kept)
        except ValueError:
            return otherwise

    def _write(self, key: str, value: Any) -> None:  # noqa: ANN401  # what JSON can hold
        import json

        self._store.setValue(key, json.dumps(value))
        self._store.sync()


def _recent(entry: object) -> Recent | None:
    from datetime import datetime

    if not isinstance(entry, list) or len(entry) != len(("path", "title", "when")):
        return None
    path, title, when = map(str, entry)
    try:
        return Recent(Path(path), title, datetime.fromisoformat(when))
    except ValueError:
        return None
