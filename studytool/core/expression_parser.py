"""Reads an expression by binding strength (Pratt's method); nothing is ever run as a program."""

from __future__ import annotations

from dataclasses import dataclass

from studytool.core.errors import DocumentError
from studytool.core.expression_tokens import Token, tokens, unreadable
from studytool.core.expression_tree import (
    COMPARISONS,
    Binary,
    Call,
    Name,
    Node,
    Number,
    Text,
    Unary,
    height,
)
from studytool.core.spec import nearest

FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "log": (1, 1),
    "exp": (1, 1),
    "sqrt": (1, 1),
    "abs": (1, 1),
    "round": (1, 2),
    "min": (2, None),
    "max": (2, None),
    "where": (3, 3),
    "isin": (2, None),
    "lag": (1, 2),
    "diff": (1, 2),
    "mean": (1, 1),
    "first": (1, 1),
    "is_missing": (1, 1),
}
"""Functions, with the fewest and the most values each takes."""

DEEPEST = 100
"""Levels of brackets and operations an expression may have."""

_NOT, _COMPARE, _SIGN = 3, 4, 7
_STRENGTH = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(COMPARISONS, _COMPARE),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "**": 8,
}
_WORDS = ("and", "or", "not")


@dataclass(slots=True)
class _Reader:
    """The words not read yet."""

    words: tuple[Token, ...]
    place: int = 0

    def peek(self) -> Token:
        """Return the next word, and leave it."""
        return self.words[self.place]

    def take(self) -> Token:
        """Return the next word, and go on behind it; the end is never passed."""
        word = self.words[self.place]
        self.place += word.sort != "end"
        return word

    def take_mark(self, mark: str) -> bool:
        """Return whether the next word is this mark, and go on behind it if so."""
        found = self.peek().sort == "mark" and self.peek().text == mark
        self.place += found
        return found


def read(text: str) -> Node:
    """Return what `text` says, as a tree.

    Parameters
    ----------
    text : str
        An expression as written.

    Returns
    -------
    Node
        The whole expression.

    Raises
    ------
    DocumentError
        If it cannot be read, names an unknown function, or is too long or too deep.
    """
    reader = _Reader(tokens(text))
    tree = _expression(reader, weakest=0, depth=1)
    left = reader.peek()
    if left.sort != "end":
        raise _surprise(left)
    if height(tree) > DEEPEST:
        raise _too_deep()
    return tree


def _too_deep() -> DocumentError:
    return DocumentError(
        f"The expression has more than {DEEPEST} operations within each other.",
        remedy="Split it into several [[derived]] variables.",
    )


def _surprise(word: Token) -> DocumentError:
    if word.sort == "end":
        return unreadable(word.at, "it ends too early")
    if word.sort == "mark" and word.text == "=":
        return unreadable(word.at, "= does not compare", "Write == to compare.")
    if word.sort == "mark":
        return unreadable(word.at, f"{word.text} does not belong here")
    shown = f'the word "{word.text}"' if word.sort == "name" else f"a {word.sort}"
    return unreadable(word.at, f"{shown} does not belong here")


def _expression(reader: _Reader, *, weakest: int, depth: int) -> Node:
    """Read as long as marks bind stronger than `weakest`."""
    if depth > DEEPEST:
        raise _too_deep()
    left = _operand(reader, weakest=weakest, depth=depth)
    while True:
        word = reader.peek()
        strength = _STRENGTH.get(word.text, 0) if word.sort in {"mark", "name"} else 0
        if strength <= weakest:
            return left
        reader.take()
        # ** binds to the right and its exponent may have a sign
        bound = _SIGN - 1 if word.text == "**" else strength
        left = Binary(word.text, left, _expression(reader, weakest=bound, depth=depth + 1))
        if strength == _COMPARE and reader.peek().text in COMPARISONS:
            raise unreadable(
                reader.peek().at,
                "two comparisons stand in a row",
                "Write a < b and b < c instead of a < b < c.",
            )


def _operand(reader: _Reader, *, weakest: int, depth: int) -> Node:
    word = reader.take()
    if word.sort == "number":
        return Number(float(word.text))
    if word.sort == "text":
        return Text(word.text)
    if word.sort == "mark" and word.text in {"-", "+"}:
        return Unary(word.text, _expression(reader, weakest=_SIGN, depth=depth + 1))
    if word.sort == "mark" and word.text == "(":
        inner = _expression(reader, weakest=0, depth=depth + 1)
        _close(reader)
        return inner
    if word.sort == "name" and word.text == "not" and weakest < _COMPARE:
        return Unary("not", _expression(reader, weakest=_NOT - 1, depth=depth + 1))
    if word.sort != "name" or word.text in _WORDS:
        raise _surprise(word)
    return _call(reader, word, depth) if reader.take_mark("(") else Name(word.text)


def _close(reader: _Reader) -> None:
    if not reader.take_mark(")"):
        raise unreadable(reader.peek().at, "a bracket is not closed")


def _call(reader: _Reader, word: Token, depth: int) -> Call:
    """Read the values of a function, its opening bracket taken already."""
    if word.text not in FUNCTIONS:
        raise unreadable(
            word.at,
            f'there is no function called "{word.text}"',
            nearest(word.text, tuple(FUNCTIONS)),
        )
    arguments: list[Node] = []
    by: tuple[str, ...] = ()
    while not reader.take_mark(")"):
        if arguments and not reader.take_mark(","):
            raise unreadable(reader.peek().at, "a comma or a closing bracket is missing")
        if arguments and _starts_by(reader):
            by = _by(reader, word)
            _close(reader)
            break
        arguments.append(_expression(reader, weakest=0, depth=depth + 1))
    _check(word, arguments)
    return Call(word.text, tuple(arguments), by)


def _starts_by(reader: _Reader) -> bool:
    following = reader.words[min(reader.place + 1, len(reader.words) - 1)]
    return reader.peek().text == "by" and following.text == "="


def _by(reader: _Reader, function: Token) -> tuple[str, ...]:
    """Read ``by = a`` or ``by = a * b``."""
    reader.take()
    reader.take()
    if function.text != "mean":
        raise unreadable(function.at, f"{function.text} has no by=", "Only mean has it.")
    names = [reader.take()]
    while reader.take_mark("*"):
        names.append(reader.take())
    for name in names:
        if name.sort != "name":
            raise unreadable(name.at, "by= takes the name of a column")
    return tuple(name.text for name in names)


def _check(word: Token, arguments: list[Node]) -> None:
    fewest, most = FUNCTIONS[word.text]
    if len(arguments) < fewest or (most is not None and len(arguments) > most):
        upper = "or more" if most is None else f"to {most}"
        expected = str(fewest) if most == fewest else f"{fewest} {upper}"
        noun = "value" if expected == "1" else "values"
        raise unreadable(word.at, f"{word.text} takes {expected} {noun}, not {len(arguments)}")
    if word.text in {"lag", "diff", "round"} and len(arguments) == 2:  # noqa: PLR2004  # x, and how many
        count = arguments[1]
        whole = isinstance(count, Number) and count.value.is_integer()
        if not whole or (word.text != "round" and count == Number(0)):
            raise unreadable(word.at, f"{word.text} takes a whole number as its second value")
