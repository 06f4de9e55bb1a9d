"""What can stop a run, each with a remedy.

::

    StudyError                what, where, why, remedy
    +-- DocumentError         the study document asks for something that does not exist
    +-- SourceError           a file cannot be read safely
    +-- DataError             the data contradict what the document says about them
    +-- ModelError            a model cannot be estimated on these data
    |   +-- UnknownLevelError a level or column that a model names does not exist
    +-- ReleaseError          a result may not be shown as asked

Anything else that is raised is a fault of the program, not of the study.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studytool.core.findings import Finding


class StudyError(Exception):
    """A request that cannot be met, told so that its author can mend it.

    Parameters
    ----------
    what : str
        What is wrong, one sentence, without respondents' values.
    where : str
        Place in the document (``models[1].cluster``) or file, row and column.
    why : str
        Why that matters or how it came about; empty where `what` says it.
    remedy : str
        What to do next; empty where `what` implies it.
    values : tuple of str
        Respondents' IDs or answers concerned. They are shown only on a terminal that asks for
        them and in the window; never in the text of the error, a log or a crash report.

    Attributes
    ----------
    what, where, why, remedy : str
        As given.
    values : tuple of str
        As given.
    findings : tuple of Finding
        What had been noticed about the data when the run stopped; it often explains the error.
    """

    findings: tuple[Finding, ...] = ()

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        why: str = "",
        remedy: str = "",
        values: tuple[str, ...] = (),
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.why = why
        self.remedy = remedy
        self.values = values

    def __str__(self) -> str:
        """Return what, where, why and remedy on one line each, empty ones left out."""
        parts = (
            ("", self.what),
            ("where: ", self.where),
            ("why: ", self.why),
            ("remedy: ", self.remedy),
        )
        return "\n".join(label + text for label, text in parts if text)

    @property
    def reason(self) -> str:
        """What is wrong and why, in one line, for what goes on without the thing refused."""
        return " ".join(part for part in (self.what, self.why) if part)

    def placed(self, where: str) -> StudyError:
        """Return the same error, placed at `where` unless it has a place already.

        Parameters
        ----------
        where : str
            Place in the document, such as ``models[1]``.

        Returns
        -------
        StudyError
            An error of the same class.
        """
        place = self.where or where
        return type(self)(
            self.what, where=place, why=self.why, remedy=self.remedy, values=self.values
        )


class DocumentError(StudyError):
    """The study document asks for something that does not exist."""


class SourceError(StudyError):
    """A file cannot be read safely."""


class DataError(StudyError):
    """The data contradict what the document says about them."""


class ModelError(StudyError):
    """A model cannot be estimated on these data."""


class UnknownLevelError(ModelError):
    """A level or column that a model names does not exist."""


class ReleaseError(StudyError):
    """A result may not be shown as asked."""
