"""How a typed line becomes the value of a field and back; the locale has no part in it."""

from __future__ import annotations

import math
import operator
import tomllib
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import tomli_w

from studytool.core.errors import StudyError
from studytool.core.expression import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic.fields import FieldInfo


_BOUNDS = (
    ("gt", "above", operator.gt),
    ("ge", "at least", operator.ge),
    ("lt", "below", operator.lt),
    ("le", "at most", operator.le),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How one line of text stands for a value.

    Attributes
    ----------
    read : callable
        Text to value; raises ValueError with a sentence that says what to type.
    write : callable
        Value to text.
    example : str
        What stands in an empty line.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    example: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field may hold.

    Attributes
    ----------
    members : tuple
        Its types without None; those of a union one by one.
    optional : bool
        Whether it may be left out.
    """

    members: tuple[Any, ...]
    optional: bool

    @property
    def literals(self) -> tuple[str, ...]:
        """Choices, where it is a choice of words; empty otherwise."""
        if not all(get_origin(member) is Literal for member in self.members):
            return ()
        return tuple(str(word) for member in self.members for word in get_args(member))

    @property
    def many(self) -> bool:
        """Whether it may hold several values in order."""
        return any(get_origin(member) in {tuple, list} for member in self.members)


def shape_of(annotation: Any) -> Shape:  # noqa: ANN401  # any annotation of a field
    """Return what an annotation allows."""
    members = list(_members(annotation))
    kept = tuple(dict.fromkeys(member for member in members if member is not NoneType))
    return Shape(kept, NoneType in members)


def _members(annotation: Any) -> Sequence[Any]:  # noqa: ANN401  # any annotation of a field
    origin = get_origin(annotation)
    if origin is Annotated:
        return _members(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return [one for part in get_args(annotation) for one in _members(part)]
    return [annotation]


def reading_of(name: str, field: FieldInfo) -> Reading:
    """Return how a field is typed as one line.

    Parameters
    ----------
    name : str
        Name of the field; conditions and expressions are checked as they are typed.
    field : FieldInfo
        Its annotation, bounds and default.
    """
    shape = shape_of(field.annotation)
    if name in {"where", "expression"}:
        return Reading(read_expression, str)
    if any(get_origin(member) is dict for member in shape.members):
        return Reading(read_table, write_table, "name = value, name = value")
    if shape.many:
        single = bool({str, float, int} & set(shape.members))
        return Reading(lambda text: read_list(text, single=single), write_list)
    return _reading_of_one(shape, field)


def _reading_of_one(shape: Shape, field: FieldInfo) -> Reading:
    empty = None if shape.optional else field.default
    kinds = set(shape.members)
    if kinds <= {int, float}:
        return Reading(
            lambda text: _bounded(read_number(text, whole=float not in kinds, empty=empty), field),
            write_number,
        )
    if kinds == {str}:
        nothing = None if shape.optional else ""
        return Reading(lambda text: text.strip() or nothing, lambda value: str(value or ""))
    if kinds <= {str, float, int}:
        return Reading(lambda text: _word(text) if text.strip() else empty, write_number)
    return Reading(read_toml, write_toml)


def read_number(text: str, *, whole: bool = False, empty: Any = None) -> Any:  # noqa: ANN401
    """Return the number a text says; only a point is a decimal mark.

    Raises
    ------
    ValueError
        If it is none; says what to type.
    """
    plain = text.strip().replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", "")
    if not plain and isinstance(empty, (int, float, NoneType)):
        return empty
    if "," in plain:
        raise ValueError(f"“{text.strip()}” has a comma. Type {plain.replace(',', '.', 1)}.")
    try:
        number = float(plain)
    except ValueError:
        raise ValueError("Type a number, such as 3." if plain else "Type a number.") from None
    if not math.isfinite(number):
        raise ValueError("Type a number, such as 3.")
    if whole and not number.is_integer():
        raise ValueError(f"“{plain}” is no whole number. Type {round(number)}.")
    return int(number) if whole else number


def _bounded(number: Any, field: FieldInfo) -> Any:  # noqa: ANN401  # a number or what stands for none
    """Return the number if it is inside the bounds of the field."""
    if number is None or isinstance(number, bool) or not isinstance(number, (int, float)):
        return number
    bounds = [
        (word, bound, compare)
        for mark, word, compare in _BOUNDS
        for bound in (getattr(rule, mark, None) for rule in field.metadata)
        if bound is not None
    ]
    if not all(compare(number, bound) for _, bound, compare in bounds):
        words = [f"{word} {bound:g}" for word, bound, _ in bounds]
        raise ValueError(f"Type a number {' and '.join(words)}.")
    return number


def write_number(value: Any) -> str:  # noqa: ANN401  # a number, a text or nothing
    """Return a number as it is typed; a whole one without its fraction."""
    if value is None or str(value) == "PydanticUndefined":
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_list(text: str, *, single: bool = False) -> Any:  # noqa: ANN401  # a value or several
    """Return the values a text lists with commas; one alone as itself where that is allowed."""
    found = tuple(_word(part) for part in text.split(",") if part.strip())
    if not found:
        return None if single else ()
    return found[0] if single and len(found) == 1 else found


def write_list(value: Any) -> str:  # noqa: ANN401  # a value, several or nothing
    """Return values with commas between."""
    if value is None:
        return ""
    several = value if isinstance(value, (tuple, list)) else (value,)
    return ", ".join(write_number(one) for one in several)


def read_table(text: str) -> dict[str, Any]:
    """Return a table typed as ``name = value, name = value``; texts need no quotes.

    Raises
    ------
    ValueError
        If a part has no equals sign.
    """
    try:
        return dict(tomllib.loads(f"x = {{ {text} }}")["x"]) if text.strip() else {}
    except tomllib.TOMLDecodeError:
        pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if not all(mark and name.strip() and value.strip() for name, mark, value in pairs):
        raise ValueError("Type name = value, with a comma between two of them.")
    return {name.strip().strip("\"'"): _word(value) for name, _, value in pairs}


def write_table(value: Any) -> str:  # noqa: ANN401  # a table or nothing
    """Return a table as it is typed."""
    return ", ".join(f"{key} = {_inline(one)}" for key, one in (value or {}).items())


def read_expression(text: str) -> str:
    """Return a condition or a computation as typed, once it can be read.

    Raises
    ------
    ValueError
        If it cannot be read; says where and why.
    """
    plain = " ".join(text.split())
    if plain:
        try:
            parse(plain)
        except StudyError as error:
            raise ValueError(f"{error.what} {error.remedy}".strip()) from None
    return plain


def read_toml(text: str) -> Any:  # noqa: ANN401  # whatever the document may hold
    """Return a value typed as the document writes it.

    Raises
    ------
    ValueError
        If the document could not hold it.
    """
    if not text.strip():
        return None
    try:
        return tomllib.loads(f"x = {text.strip()}")["x"]
    except tomllib.TOMLDecodeError:
        raise ValueError("Type it as the document writes it, texts in quotes.") from None


def write_toml(value: Any) -> str:  # noqa: ANN401  # whatever the document may hold
    """Return a value as the document writes it, on one line."""
    return "" if value is None else _inline(value)


def _inline(value: Any) -> str:  # noqa: ANN401  # whatever the document may hold
    if hasattr(value, "model_dump"):
        value = value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(one)}" for key, one in value.items()) + " }"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if value is None:
        return '""'
    return tomli_w.dumps({"x": value}).removeprefix("x = ").strip()


def _word(text: str) -> str | float | int:
    """Return a number where the text is one, otherwise the text without its quotes."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    for read in (int, float):
        try:
            number = read(plain)
        except ValueError:
            continue
        if math.isfinite(number):
            return number
    return plain.strip("\"'")
