"""How a text file is written: its encoding and its delimiter, by evidence."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice

from studytool.core.errors import SourceError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TRIED_ROWS = 200
_TRIED_TEXT = 1 << 20


def decoded(content: bytes, encoding: str | None) -> tuple[str, str]:
    """Return the text of a file and the encoding it was read with.

    Parameters
    ----------
    content : bytes
        The whole file.
    encoding : str or None
        As the document says; where absent a byte order mark decides, then UTF-8 is tried.

    Returns
    -------
    str
        The text, without byte order mark.
    str
        Name of the encoding.

    Raises
    ------
    SourceError
        If a byte does not belong to the encoding.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    chosen = encoding or marked or "utf-8"
    if marked == "utf-8-sig" and codecs.lookup(chosen).name == "utf-8":
        chosen = marked
    try:
        text = content.decode(chosen).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _undecodable(content, error.start, chosen, given=encoding is not None) from None
    return text, chosen.removesuffix("-sig").upper()


def _undecodable(content: bytes, at: int, encoding: str, *, given: bool) -> SourceError:
    row = content.count(b"\n", 0, at) + 1
    remedy = 'Name the encoding; files saved by Excel on Windows mostly need encoding = "cp1252".'
    if given:
        remedy = "Name another encoding, or save the file as csv in UTF-8."
    return SourceError(
        f"The text is not in {encoding.removesuffix('-sig').upper()}.",
        where=f"row {row}",
        why="It holds bytes that this encoding does not have, so letters would be lost.",
        remedy=remedy,
    )


def proposed_delimiter(text: str, header_row: int) -> str:
    """Return the delimiter that the header line and the rows below it agree on.

    Parameters
    ----------
    text : str
        The file from its header line on.
    header_row : int
        Row of the file that line is, for messages.

    Returns
    -------
    str
        One of comma, semicolon, tab and bar; comma where the file has a single column.

    Raises
    ------
    SourceError
        If several would do.
    """
    header = _outside_quotes(_first_line(text))
    found = [mark for mark in DELIMITERS if mark in header]
    if len(found) > 1:
        found = [mark for mark in found if _even(text, mark)] or found
    if len(found) > 1:
        named = " or ".join(DELIMITERS[mark] for mark in found)
        raise SourceError(
            f"It is unclear what separates the columns: {named}.",
            where=f"row {header_row}",
            why="Each of them occurs in the row of column names.",
            remedy=f'Say it, such as delimiter = "{_escaped(found[0])}"; '
            "or say header_row, if another row holds the names.",
        )
    return found[0] if found else ","


def _escaped(mark: str) -> str:
    return mark.replace("\t", "\\t")


def _first_line(text: str) -> str:
    return next((line for line in io.StringIO(text[:_TRIED_TEXT], newline="") if line.strip()), "")


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _even(text: str, delimiter: str) -> bool:
    """Whether the first rows, split at `delimiter`, are as wide as the header."""
    reader = csv.reader(io.StringIO(text[:_TRIED_TEXT], newline=""), delimiter=delimiter)
    try:
        widths = [len(row) for row in islice(reader, _TRIED_ROWS) if row]
    except csv.Error:
        return False
    return len(set(widths[:-1] or widths)) == 1
