"""Specs: frozen requests read from a document, and families of them chosen by ``kind``."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, Union

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    SerializerFunctionWrapHandler,
    StringConstraints,
    Tag,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType


Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A reason that somebody really wrote."""


def nearest(name: str, known: Sequence[str]) -> str:
    """Return ``did you mean "x"?`` for the known name closest to `name`, or a list of names.

    Parameters
    ----------
    name : str
        What was written.
    known : sequence of str
        What could have been meant.

    Returns
    -------
    str
        One sentence for a remedy.
    """
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{close[0]}"?'
    return "Known here: " + ", ".join(known) + "." if known else "Nothing is known here."


class Spec(BaseModel):
    """A frozen, checked part of a study document. Unknown keys are refused with a suggestion."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True
    )

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, data: Any) -> Any:  # noqa: ANN401  # raw document content
        if isinstance(data, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in data:
                if key not in known and key not in cls.model_fields:
                    raise PydanticCustomError(
                        "unknown_key",
                        'there is no "{key}" here',
                        {"key": str(key), "remedy": nearest(str(key), known)},
                    )
        return data


class Kind(Spec):
    """A spec that is one of a family, told apart by its ``kind``.

    A family is a direct subclass that says its plural in ``family``;
    a member is a subclass of the family with ``kind: Literal["csv"] = "csv"``.

    Attributes
    ----------
    family : str
        Plural of the family, on its founding class.
    called : str
        What a person calls the member, such as "Fixed effects".
    """

    family: ClassVar[str] = ""
    called: ClassVar[str] = ""

    @model_serializer(mode="wrap")
    def _with_kind(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Write the kind even where defaults are left out: the document needs it."""
        written: dict[str, Any] = handler(self)
        return {"kind": self.kind_name()} | written

    @classmethod
    def kind_name(cls) -> str | None:
        """Return the member's ``kind``, or None for a family or an abstract step between."""
        field = cls.model_fields.get("kind")
        return field.default if field is not None and isinstance(field.default, str) else None

    @classmethod
    def in_words(cls) -> str:
        """Return what it is called at the start of a line, such as "Fixed effects"."""
        return cls.called or (cls.kind_name() or "").replace("_", " ").capitalize()

    @classmethod
    def in_text(cls) -> str:
        """Return what it is called inside a sentence, such as "fixed effects" or "ANCOVA"."""
        words = cls.in_words()
        return words if words[1:2].isupper() else words[:1].lower() + words[1:]


Member = TypeVar("Member", bound=Kind)


def _descendants(parent: type[Member]) -> Iterator[type[Member]]:
    for child in parent.__subclasses__():
        yield child
        yield from _descendants(child)


def discover(package: ModuleType) -> None:
    """Import every module of `package`, so that the kinds defined there exist.

    Parameters
    ----------
    package : module
        A package whose files hold one kind each.
    """
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(found.name)


def kinds(family: type[Member], package: ModuleType) -> dict[str, type[Member]]:
    """Return the members of `family` that live in `package`, by kind, in alphabetical order.

    Parameters
    ----------
    family : type
        The founding class.
    package : module
        The package that holds one member a file.

    Returns
    -------
    dict of str to type
        Kind to class.
    """
    discover(package)
    inside = package.__name__ + "."
    found = {
        name: member
        for member in _descendants(family)
        if (name := member.kind_name()) and member.__module__.startswith(inside)
    }
    return dict(sorted(found.items()))


def one_of(
    members: Iterable[type[Kind]], *, default: Callable[[dict[str, Any]], str] | None = None
) -> Any:  # noqa: ANN401  # a type made at run time
    """Return the annotation "any of these kinds", chosen by ``kind``.

    Parameters
    ----------
    members : iterable of type
        Members of one family, such as ``kinds(Importer, formats).values()``.
    default : callable, optional
        The kind to take for a table that names none, given the table.

    Returns
    -------
    type annotation
        A union for pydantic, discriminated by ``kind``.
    """
    tagged = tuple(Annotated[member, Tag(str(member.kind_name()))] for member in members)

    def choose(data: Any) -> str | None:  # noqa: ANN401  # raw document content
        if isinstance(data, Kind):
            return data.kind_name()
        if not isinstance(data, dict):
            return None
        kind = data.get("kind", default(data) if default else None)
        return str(kind) if kind is not None else None

    if len(tagged) == 1:
        return tagged[0]
    return Annotated[Union[tagged], Discriminator(choose)]  # noqa: UP007  # built from a tuple
