"""Register reader: a file a person chose, looked at in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject

from studytool.core.errors import StudyError
from studytool.gui.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from studytool.core.progress import Progress
    from studytool.survey.design import PanelDesign
    from studytool.survey.panel import Panel


class RegisterReader(QObject):
    """Looks at one register at a time; the thread it needs ends with each."""

    def __init__(self) -> None:
        super().__init__()
        self._jobs: Jobs | None = None
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def look_at(
        self,
        path: Path,
        panel: Panel | None,
        taken: Collection[str],
        *,
        design: PanelDesign | None = None,
        done: Callable[[dict[str, Any]], None],
        refused: Callable[[StudyError], None],
    ) -> None:
        """Look at a register.

        Parameters
        ----------
        path : Path
            The file.
        panel : Panel or None
            The panel whose IDs it may hold.
        taken : collection of str
            Names that columns have already.
        design : PanelDesign, optional
            What the rows of the study are.
        done : callable
            Told the entry of the document that the register would be.
        refused : callable
            Told why it cannot be one.
        """
        self.close()
        self._jobs = Jobs()

        def work(progress: Progress) -> dict[str, Any]:
            from studytool.exposure.new_register import proposed_exposure
            from studytool.intake.glance import glances

            return proposed_exposure(glances(path, progress)[0], panel, taken, design=design)

        def land(entry: dict[str, Any]) -> None:
            self.close()
            done(entry)

        def refuse(fault: Exception) -> None:
            self.close()
            if not isinstance(fault, StudyError):
                raise fault
            refused(fault)

        self._jobs.start(work, done=land, failed=refuse, kind="files")

    def close(self) -> None:
        """Stop what is under way and end its thread."""
        jobs, self._jobs = self._jobs, None
        if jobs is not None:
            jobs.close()
            jobs.deleteLater()
