"""What a person decided about rows and cells: read, kept, and told by number when it fails."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.complaints import complaints
from studytool.core.errors import DocumentError, SourceError
from studytool.core.spec import Reason, Spec

if TYPE_CHECKING:
    from pathlib import Path

Action = Literal["keep", "drop", "merge", "rename", "set_missing", "set_value"]


class Decision(Spec):
    """One entry of ``[[decisions]]``."""

    wave: float | None = Field(default=None, description="Wave it concerns; all where absent.")
    source: str | None = Field(default=None, description="File it concerns; all where absent.")
    row: dict[str, str] = Field(
        min_length=1, description="What is in the row, by column: as the file writes it."
    )
    action: Action = Field(
        description=(
            "keep (this row, not its duplicates; or this odd value), drop (the row), "
            "merge (the rows of one person and wave), rename (give the row another ID), "
            "set_missing or set_value (the cell in column)."
        )
    )
    column: str | None = Field(
        default=None, description="Column of the cell; for rename the ID, the person's if absent."
    )
    value: str | float | None = Field(
        default=None, description="New value, for set_value and rename."
    )
    reason: Reason = Field(description="Why; kept for the study's own team.")

    @field_validator("row", mode="before")
    @classmethod
    def _as_text(cls, row: Any) -> Any:  # noqa: ANN401  # raw document content
        if not isinstance(row, dict):
            return row
        return {
            str(column): f"{value:.15g}"
            if isinstance(value, int | float) and not isinstance(value, bool)
            else value
            for column, value in row.items()
        }

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.action in {"set_missing", "set_value"} and self.column is None:
            message = 'the action {action} says which column, as in column = "age"'
            raise PydanticCustomError("no_column", message, {"action": self.action})
        if self.action in {"rename", "set_value"} and self.value is None:
            message = 'the action {action} says the new value, as in value = "..."'
            raise PydanticCustomError("no_value", message, {"action": self.action})
        if self.action not in {"rename", "set_value"} and self.value is not None:
            message = "the action {action} takes no value"
            raise PydanticCustomError("value_unused", message, {"action": self.action})
        return self


class _Sidecar(Spec):
    """A file of decisions, with what it says about itself."""

    synthetic: bool | str = False
    note: str = ""
    decisions: tuple[Decision, ...] = ()


def load_sidecar(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a sidecar file.

    Parameters
    ----------
    path : Path
        A TOML file with ``[[decisions]]``, and ``synthetic`` and ``note`` if need be.

    Returns
    -------
    tuple of Decision
        In the order of the file.

    Raises
    ------
    SourceError
        If the file is not there or is no text.
    DocumentError
        If it is no TOML, or a decision is incomplete; says which by number, never its values.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        what = f"The decisions in {path.name} cannot be read: {error.strerror or 'no such file'}."
        remedy = "Correct the name in decisions, or put the file there."
        raise SourceError(what, where="decisions", remedy=remedy) from None
    except UnicodeDecodeError:
        remedy = "Save it as UTF-8."
        raise SourceError(
            f"{path.name} is not a text file.", where=path.name, remedy=remedy
        ) from None
    except tomllib.TOMLDecodeError as error:
        what = f"{path.name} is not a file of decisions: {error}."
        raise DocumentError(what, where=path.name, remedy="Mend the line.") from None
    try:
        return _Sidecar.model_validate(document).decisions
    except ValidationError as error:
        first, *others = complaints(error, document)
        for other in others:
            first.add_note(str(other))
        first.where = f"{path.name}: {first.where}"
        raise first from None
