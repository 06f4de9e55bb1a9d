from __future__ import annotations

import codecs

import pytest

from studytool.core.errors import SourceError
from studytool.intake.dialect import DELIMITERS, decoded, proposed_delimiter


@pytest.mark.parametrize(
    ("content", "named", "text"),
    [
        ("Müller".encode(), "UTF-8", "Müller"),
        (codecs.BOM_UTF8 + "Müller".encode(), "UTF-8", "Müller"),
        ("Müller".encode("utf-16"), "UTF-16", "Müller"),
        (codecs.BOM_UTF16_BE + "Müller".encode("utf-16-be"), "UTF-16", "Müller"),
        ("Müller".encode("utf-32"), "UTF-32", "Müller"),
    ],
)
def test_a_mark_or_utf8_decides(content, named, text):
    assert decoded(content, None) == (text, named)


def test_the_named_encoding_is_used_and_a_mark_is_no_text():
    assert decoded("Müller".encode("cp1252"), "cp1252") == ("Müller", "CP1252")
    assert decoded(codecs.BOM_UTF8 + b"a", "utf-8")[0] == "a"
    assert decoded(codecs.BOM_UTF16_LE + "a".encode("utf-16-le"), "utf-16-le")[0] == "a"


def test_another_encoding_is_asked_for_at_its_row():
    content = "naam\nJan\nMüller\n".encode("cp1252")
    with pytest.raises(SourceError, match="not in UTF-8") as caught:
        decoded(content, None)
    assert caught.value.where == "row 3"
    assert 'encoding = "cp1252"' in caught.value.remedy
    assert "ller" not in str(caught.value)


def test_a_wrong_named_encoding_is_refused():
    with pytest.raises(SourceError, match="not in ASCII") as caught:
        decoded("é".encode(), "ascii")
    assert "another encoding" in caught.value.remedy


@pytest.mark.parametrize("mark", DELIMITERS)
def test_the_only_mark_in_the_header_is_taken(mark):
    assert proposed_delimiter(f"id{mark}age\n1{mark}2\n", 1) == mark


def test_one_column_needs_no_delimiter():
    assert proposed_delimiter("id\n1\n2\n", 1) == ","


def test_marks_inside_quotation_marks_do_not_count():
    assert proposed_delimiter('id;"age, in years"\n1;2\n', 1) == ";"


def test_of_two_marks_the_one_that_fits_every_row_is_taken():
    assert proposed_delimiter("id;height (m, cm);age\n1;2;3\n4;5;6\n", 1) == ";"


def test_blank_lines_before_the_names_do_not_matter():
    assert proposed_delimiter("\r\n\r\nid\tage\r\n", 1) == "\t"


def test_two_marks_that_both_fit_are_asked_for():
    with pytest.raises(SourceError, match="comma or semicolon") as caught:
        proposed_delimiter("a,b;c\n1,2;3\n", 4)
    assert caught.value.where == "row 4"
    assert 'delimiter = ","' in caught.value.remedy
