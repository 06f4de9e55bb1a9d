"""Help pictures: what the pages of the help show of their screens, light and dark."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from studytool.gui.app import make_application, open_window
from studytool.gui.guide import Guide, settle, wait_until
from studytool.gui.help_text import FOLDER
from studytool.gui.places import ORDER
from studytool.gui.settings import Settings
from studytool.gui.theme import current

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QApplication, QWidget

PICTURED = ("start", *ORDER, "report")
"""Pages of the help that show their screen."""
DRESSES: Mapping[str, str] = {"light": "", "dark": "-dark"}
"""Themes the pictures are taken in, and what the names of the files end with."""
_WINDOW, _SMALL_WINDOW = (1366, 768), (1024, 600)
_LARGEST = (700, 400)
_COLOURS = 256
_COARSE = 0xF8F8F8


def take(
    application: QApplication, folder: Path, *, pages: Sequence[str] = PICTURED
) -> tuple[Path, ...]:
    """Write the pictures of the help.

    Parameters
    ----------
    application : QApplication
        The one application.
    folder : Path
        Where the pictures go; it is there.
    pages : sequence of str
        Of which pages.

    Returns
    -------
    tuple of Path
        What was written.
    """
    with tempfile.TemporaryDirectory() as home:
        window = open_window(application, settings=Settings(Path(home) / "window.ini"))
        guide = Guide(window, folder, ())
        written = []
        for page in pages:
            shown = _bring(guide, page)
            for theme, ending in DRESSES.items():
                window.show_theme(theme)
                settle()
                path = folder / f"{page}{ending}.png"
                if not few_colours(_framed(_cut(shown))).save(str(path)):
                    raise OSError(f"{path} cannot be written")
                written.append(path)
        window.show_theme("light")
        window.document.undo.setClean()
        window.close()
        window.deleteLater()
    return tuple(written)


def few_colours(picture: QImage) -> QImage:
    """Return a picture in its most frequent colours, which takes a third of the room."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    seen = memoryview(plain.constBits()).cast("I")
    counted = Counter(seen)
    coarse: dict[int, int] = {}
    for colour, _ in counted.most_common():
        coarse.setdefault(colour & _COARSE, colour)
    kept = sorted(coarse.values(), key=lambda colour: -counted[colour])[:_COLOURS]
    return plain.convertToFormat(
        QImage.Format.Format_Indexed8, kept, Qt.ImageConversionFlag.ThresholdDither
    )


def _bring(guide: Guide, page: str) -> QWidget:
    """Bring the screen of a page into view and return the part of the window it speaks of."""
    window = guide.window
    window.resize(*(_SMALL_WINDOW if page == "start" else _WINDOW))
    if page == "start":
        window.show_start()
        settle()
        return window
    if window.document.run is None:
        guide.do("sample")
        guide.wait_for_results()
    guide.do("step_models" if page == "report" else f"step_{page}")
    wait_until(lambda: window.bench is not None and not window.jobs.busy(), "all is there")
    settle()
    if window.bench is None or window.report is None:
        raise LookupError("no study is open")
    if page == "report":
        guide.open_tab("offer_did")
        return window.report
    return window.bench.panes[1]


def _cut(shown: QWidget) -> QImage:
    """Return the upper part of a widget, the whole window made smaller."""
    picture = shown.grab().toImage()
    width, height = _LARGEST
    if shown.isWindow():
        return picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    if picture.width() > width:
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    return picture.copy(QRect(0, 0, picture.width(), min(height, picture.height())))


def _framed(picture: QImage) -> QImage:
    """Return a picture with a hairline round it, so that it does not run into the page."""
    framed = picture.copy()
    painter = QPainter(framed)
    painter.setPen(current().color("line2"))
    painter.drawRect(framed.rect().adjusted(0, 0, -1, -1))
    painter.end()
    return framed


def main(arguments: Sequence[str]) -> int:
    """Write the pictures into the help, or into a folder that is named."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="studytool-tour-") as home:
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(home) / name.lower())
        take(make_application(), folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
