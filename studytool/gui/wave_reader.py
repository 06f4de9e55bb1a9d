"""Wave reader: the files of the waves, looked at in the background whenever they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from studytool.core.errors import SourceError, StudyError
from studytool.gui.jobs import Jobs
from studytool.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from studytool.core.progress import Progress
    from studytool.study import Study
    from studytool.survey.proposals import Proposal
    from studytool.survey.wave_grid import OpenedWaves, WaveGrid


@dataclass(frozen=True, slots=True)
class WavesRead:
    """What the files of the waves hold.

    Attributes
    ----------
    opened : OpenedWaves
        The files.
    grid : WaveGrid
        Variables by waves.
    proposals : mapping of name to Proposal
        What could be done about differences.
    """

    opened: OpenedWaves
    grid: WaveGrid
    proposals: Mapping[str, Proposal]


class WaveReader(QObject):
    """Reads the waves of a study; the thread it needs ends with each reading."""

    started = Signal()
    """Files are being read."""
    landed = Signal()
    """What was read, or why it could not be, is there."""

    def __init__(self) -> None:
        super().__init__()
        self.read: WavesRead | None = None
        self.error: StudyError | None = None
        self.busy = False
        self._memo = Memo()
        self._key: object = None
        self._jobs: Jobs | None = None
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def look_at(self, study: Study) -> None:
        """Read the waves of a study, unless that is what was read last."""
        key = _rests_on(study)
        if key == self._key:
            return
        self._key = key
        self.close()
        if not study.waves:
            self.read = self.error = None
            self.landed.emit()
            return
        memo = self._memo
        self.start(lambda progress: read_waves(study, progress, memo), self._land, self._refuse)

    def is_of(self, study: Study) -> bool:
        """Say whether what is shown was read for a study as it is, and nothing is under way."""
        return not self.busy and self._key == _rests_on(study)

    def start(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do other work on files in the same way; it replaces what is under way."""
        self.close()
        self._jobs = Jobs()
        self.busy = True

        def end(what: Callable[[Any], None]) -> Callable[[Any], None]:
            def told(result: Any) -> None:  # noqa: ANN401  # whatever the work makes
                self.close()
                what(result)

            return told

        self._jobs.start(work, done=end(done), failed=end(failed), kind="files")
        self.started.emit()

    def forget(self) -> None:
        """Look again, even if the study has not changed."""
        self._key = None

    def close(self) -> None:
        """Stop what is under way and end its thread."""
        self.busy = False
        jobs, self._jobs = self._jobs, None
        if jobs is not None:
            jobs.close()
            jobs.deleteLater()

    def _land(self, read: WavesRead) -> None:
        self.read, self.error = read, None
        self.landed.emit()

    def _refuse(self, fault: Exception) -> None:
        """Keep why nothing was read; a fault of the program is told as such, and reported."""
        own = isinstance(fault, StudyError)
        self.error = fault if isinstance(fault, StudyError) else _fault_of_ours()
        self.landed.emit()
        if not own:
            raise fault


def read_waves(study: Study, progress: Progress, memo: Memo) -> WavesRead:
    """Read the files of the waves and compare them.

    Parameters
    ----------
    study : Study
        Names files, keys and codebook.
    progress : Progress
        Told of each file.
    memo : Memo
        Keeps the files that have not changed.

    Raises
    ------
    StudyError
        If a file cannot be read, or its entry names what it does not have.
    """
    from studytool.sources import read
    from studytool.survey.proposals import proposals_of
    from studytool.survey.wave_grid import opened_waves, wave_grid

    asked = study.model_copy(update={"exposures": (), "costs": (), "decisions": ()})
    tables = read(asked, allow=(), progress=progress, memo=memo).waves
    memo.turn()
    files = list(zip(study.waves, tables, strict=True))
    opened = opened_waves(study.panel, files, study.variables)
    progress.step("comparing the waves", 1, 2)
    grid = wave_grid(opened)
    progress.step("comparing the waves", 2, 2)
    return WavesRead(opened, grid, proposals_of(opened))


def _fault_of_ours() -> StudyError:
    return SourceError(
        "The files could not be read: the program met a fault of its own.",
        why="Your files and your study are as they were.",
        remedy="Try again; if it comes back, take the files in one by one to see which it is.",
    )


def _rests_on(study: Study) -> tuple[object, ...]:
    """Return what a reading rests on."""
    return (study.root, study.panel, study.waves, study.variables)
