"""Painter of the report's charts: off the event loop, only those that changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtGui import QImage

from studytool.gui.chart_images import png
from studytool.gui.theme import current

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.core.progress import Progress
    from studytool.gui.chart_images import Size
    from studytool.gui.jobs import Jobs
    from studytool.gui.tokens import ThemeName
    from studytool.report.figure import Figure


@dataclass(frozen=True, slots=True)
class _Painted:
    figure: Figure
    size: Size
    theme: str
    image: QImage


class ChartPainter(QObject):
    """Keeps the pictures of the charts that are shown.

    Parameters
    ----------
    jobs : Jobs
        Paints in the background.
    printed : bool
        Whether charts are dark on white in every theme, as on paper.
    """

    painted = Signal()
    """There are new pictures."""
    broke = Signal(object)
    """A fault of the program, not of the study, while painting."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None, *, printed: bool = False) -> None:
        super().__init__(parent)
        self._jobs, self._printed = jobs, printed
        self._kept: dict[str, _Painted] = {}
        self._asked: list[tuple[str, Figure, Size, ThemeName]] = []

    @property
    def images(self) -> Mapping[str, QImage]:
        """Pictures by name of the chart; of an earlier state where the new is being painted."""
        return {name: kept.image for name, kept in self._kept.items()}

    def ask(self, figures: Mapping[str, Figure], sizes: Mapping[str, Size]) -> None:
        """Ask for pictures; those that are there already are not painted again.

        Parameters
        ----------
        figures : mapping of name to Figure
            Charts that are shown.
        sizes : mapping of name to Size
            How large each is.
        """
        theme = current()
        name_of_theme: ThemeName = "light" if self._printed else theme.name
        wanted = {
            name: figure
            for name, figure in figures.items()
            if not self._is_there(name, figure, sizes[name], name_of_theme)
        }
        asked = [(name, wanted[name], sizes[name], name_of_theme) for name in wanted]
        if asked == self._asked and self._jobs.busy("charts"):
            return
        self._asked = asked
        if not wanted:
            self._jobs.cancel("charts")
            return
        colours = None if self._printed else theme.colours

        def work(progress: Progress) -> dict[str, bytes]:
            made = {}
            for place, (name, figure) in enumerate(wanted.items()):
                progress.step(f"chart {name}", place, len(wanted))
                made[name] = png(figure, sizes[name], colours)
            return made

        def done(made: dict[str, bytes]) -> None:
            for name, picture in made.items():
                image = QImage.fromData(QByteArray(picture))
                self._kept[name] = _Painted(wanted[name], sizes[name], name_of_theme, image)
            self.painted.emit()

        self._jobs.start(work, done=done, failed=self.broke.emit, kind="charts")

    def _is_there(self, name: str, figure: Figure, size: Size, theme: str) -> bool:
        kept = self._kept.get(name)
        return kept is not None and (kept.size, kept.theme) == (size, theme) and _same(kept, figure)


def _same(kept: _Painted, figure: Figure) -> bool:
    """Return whether a figure paints what is painted already."""
    before = kept.figure
    if before is figure:
        return True
    looks = (before.kind, before.columns, before.data) == (figure.kind, figure.columns, figure.data)
    return looks and before.paint == figure.paint
