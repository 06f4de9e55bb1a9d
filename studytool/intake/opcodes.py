"""The marks of a pickle, followed without doing what they say.

A pickle is a little program. Here its steps are followed on a stack of texts, numbers and bytes,
and where it asks for something to be called, the wish is written down instead: nothing is looked
up, nothing is imported, nothing runs.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studytool.core.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    Act = Callable[["_Steps"], None]

_PROTOCOLS = (4, 5)
_SIMPLE: dict[int, Any] = {0x4E: None, 0x88: True, 0x89: False, 0x29: ()}
_NUMBERS = {0x4A: "<i", 0x4B: "<B", 0x4D: "<H", 0x47: ">d"}
_TEXTS = {0x8C: "<B", 0x58: "<I", 0x8D: "<Q"}
_BYTES = {0x43: "<B", 0x42: "<I", 0x8E: "<Q", 0x96: "<Q"}
_STOP = 0x2E
_TUPLES = {0x85: 1, 0x86: 2, 0x87: 3}


@dataclass(frozen=True, slots=True)
class Named:
    """Something a pickle names, which is not looked up.

    Attributes
    ----------
    module, name : str
        Where it would be, and what it is called.
    """

    module: str
    name: str


@dataclass(slots=True)
class Wish:
    """A call a pickle asks for, which is not made.

    Attributes
    ----------
    what : object
        What would be called: a `Named`.
    given : object
        What it would be given.
    state : object
        What the thing made would be filled with.
    """

    what: object
    given: object
    state: object = None


@dataclass(slots=True)
class _Steps:
    """The stack, the marks on it, and what was kept for later."""

    content: bytes
    at: int = 0
    stack: list[Any] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    kept: list[Any] = field(default_factory=list)

    def number(self, form: str) -> Any:  # noqa: ANN401  # a whole number or a decimal
        """Read one number of a form of `struct`."""
        (value,) = struct.unpack_from(form, self.content, self.at)
        self.at += struct.calcsize(form)
        return value

    def piece(self, form: str) -> bytes:
        """Read bytes whose length comes before them."""
        length = self.number(form)
        if length > len(self.content) - self.at:
            raise IndexError
        self.at += length
        return self.content[self.at - length : self.at]

    def since_mark(self) -> list[Any]:
        """Take what lies on the stack above the last mark."""
        place = self.marks.pop()
        items = self.stack[place:]
        del self.stack[place:]
        return items


def followed(content: bytes) -> object:
    """Return what a pickle describes, with every call it asks for as a `Wish`.

    Parameters
    ----------
    content : bytes
        The pickle.

    Returns
    -------
    object
        Texts, numbers, bytes, None, tuples, lists, dicts, `Named` and `Wish`.

    Raises
    ------
    SourceError
        If it is cut short or uses steps that a table of data does not need.
    """
    steps = _Steps(content)
    try:
        while (code := content[steps.at]) != _STOP:
            steps.at += 1
            _follow(code, steps)
        return steps.stack.pop()
    except (IndexError, struct.error, UnicodeDecodeError, TypeError, AttributeError, KeyError):
        raise SourceError(
            "The packed table is damaged or cut short.", remedy="Install the package again."
        ) from None


def _follow(code: int, steps: _Steps) -> None:
    act = _ACTS.get(code)
    if act is None:
        raise SourceError(
            "The packed table uses steps that a table of data does not need.",
            why=f"Mark {code:#04x} at byte {steps.at - 1}.",
            remedy="Take the data from another package.",
        )
    act(steps)


def _simple(value: object) -> Act:
    return lambda steps: steps.stack.append(value)


def _number(form: str) -> Act:
    return lambda steps: steps.stack.append(steps.number(form))


def _text(form: str) -> Act:
    return lambda steps: steps.stack.append(steps.piece(form).decode("utf-8", "surrogatepass"))


def _bytes(form: str) -> Act:
    return lambda steps: steps.stack.append(steps.piece(form))


def _tuple(length: int) -> Act:
    def act(steps: _Steps) -> None:
        steps.marks.append(len(steps.stack) - length)
        steps.stack.append(tuple(steps.since_mark()))

    return act


def _fetch_near(steps: _Steps) -> None:
    """Fetch one of the first 256 things kept: by far the commonest step of a table of texts."""
    steps.stack.append(steps.kept[steps.content[steps.at]])
    steps.at += 1


def _fetch(steps: _Steps) -> None:
    steps.stack.append(steps.kept[steps.number("<I")])


def _protocol(steps: _Steps) -> None:
    if steps.number("<B") not in _PROTOCOLS:
        raise IndexError


def _long(steps: _Steps) -> None:
    steps.stack.append(int.from_bytes(steps.piece("<B"), "little", signed=True))


def _name(steps: _Steps) -> None:
    name, module = steps.stack.pop(), steps.stack.pop()
    steps.stack.append(Named(str(module), str(name)))


def _wish(steps: _Steps) -> None:
    given, what = steps.stack.pop(), steps.stack.pop()
    steps.stack.append(Wish(what, given))


def _state(steps: _Steps) -> None:
    state = steps.stack.pop()
    steps.stack[-1].state = state


def _append(steps: _Steps) -> None:
    item = steps.stack.pop()
    steps.stack[-1].append(item)


def _extend(steps: _Steps) -> None:
    items = steps.since_mark()
    steps.stack[-1].extend(items)


def _set_item(steps: _Steps) -> None:
    value, key = steps.stack.pop(), steps.stack.pop()
    steps.stack[-1][key] = value


def _set_items(steps: _Steps) -> None:
    items = steps.since_mark()
    steps.stack[-1].update(zip(items[::2], items[1::2], strict=True))


_ACTS: dict[int, Act] = {
    **{code: _simple(value) for code, value in _SIMPLE.items()},
    **{code: _number(form) for code, form in _NUMBERS.items()},
    **{code: _text(form) for code, form in _TEXTS.items()},
    **{code: _bytes(form) for code, form in _BYTES.items()},
    **{code: _tuple(length) for code, length in _TUPLES.items()},
    0x68: _fetch_near,
    0x6A: _fetch,
    0x80: _protocol,
    0x95: lambda steps: steps.number("<Q"),
    0x94: lambda steps: steps.kept.append(steps.stack[-1]),
    0x93: _name,
    0x81: _wish,
    0x52: _wish,
    0x62: _state,
    0x28: lambda steps: steps.marks.append(len(steps.stack)),
    0x74: lambda steps: steps.stack.append(tuple(steps.since_mark())),
    0x5D: lambda steps: steps.stack.append([]),
    0x7D: lambda steps: steps.stack.append({}),
    0x61: _append,
    0x65: _extend,
    0x73: _set_item,
    0x75: _set_items,
    0x8A: _long,
}
