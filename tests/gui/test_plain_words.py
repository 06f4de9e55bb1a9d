from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import studytool
from studytool.gui.plain_words import place_words, plainly

TWICE = (
    'Decide in [[decisions]]: action = "merge" for one form entered twice, "keep" or "drop" for '
    'two forms of which one holds, "rename" for a mistyped ID.'
)
TWICE_PLAIN = (
    "Decide in “Key and decisions” under Panel: merge the rows where one form was entered twice; "
    "keep one, or leave one out, where there are two forms and one holds; correct the ID where it "
    "was mistyped."
)
SYNTAX = re.compile(r"\b[a-z_]+ = |\[\[?[a-z]+\]|`|\[\{")


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        (
            'Use another model, or answer it: defended = [{ finding = "selection" }].',
            "Use another model, or answer it with a reason, below the effect under ROI.",
        ),
        ('Use covariance = "cr1".', "Use “Standard errors”: CR1, clustered."),
        ('Use kind = "pooled" or "ancova".', "Use Pooled regression or ANCOVA."),
        ("Such as post = [2, 3].", "Such as “Waves after it began”: 2 and 3."),
        (TWICE, TWICE_PLAIN),
        ("Check `where`.", "Check “Only rows where”."),
        ("Name it in [[waves]].", "Name it in Waves."),
        ("A text in quotes is needed here.", "A text is needed here."),
        (
            "Nothing of that sort, p = .05 or x < 3 [1].",
            "Nothing of that sort, p = .05 or x < 3 [1].",
        ),
    ],
)
def test_what_is_said_of_the_document_is_told_of_the_window(said, plain):
    assert plainly(said) == plain


def test_no_remedy_of_the_program_shows_the_documents_syntax_in_the_window():
    shown = [text for text in remedies() if SYNTAX.search(plainly(text))]
    assert shown == []
    assert sum(bool(SYNTAX.search(text)) for text in remedies()) > 40


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("models[1].cluster", "Models, entry 2, “Errors may be alike within”"),
        ("roi.reached", "ROI, “Number reached”"),
        ("waves/wave1.csv, row 3", "waves/wave1.csv, row 3"),
        ("", ""),
    ],
)
def test_a_place_is_told_as_it_is_found(where, words):
    assert place_words(where) == words


def remedies():
    """Return every remedy that the program writes, with XX or a number for what it fills in."""
    folder = Path(studytool.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "remedy":
                yield from texts(node.value)


def texts(value):
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield "".join(map(filled, value.values))


def filled(part):
    """Return a part of a text: as it stands, a number where it is set as one, XX otherwise."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    return "9" if part.format_spec is not None else "XX"


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Read as CP1252 with columns", "Read as Western European text (Windows) with columns"),
        ("Read as UTF-8.", "Read as Unicode text."),
        ("The text is not in UTF-8.", "The text is not Unicode text."),
        ("Read as KOI8-R.", "Read as KOI8-R."),
        ("save the file as csv in UTF-8", "save the file as csv in UTF-8"),
    ],
)
def test_how_letters_are_stored_is_told_in_plain_words(said, plain):
    assert plainly(said) == plain
