from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from studytool.core.errors import SourceError
from studytool.intake.formats.csv import CsvImporter

LATIN = "".join(bytes([code]).decode("cp1252", errors="ignore") for code in range(1, 256))
EVERY = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff")


def read(tmp_path, text, *, encoding="utf-8", **options):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return CsvImporter(**options).read(path)


def refused(tmp_path, text, **options) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, text, **options)
    return caught.value


def cells(parsed):
    return parsed.table.to_pydict()


def test_every_cell_is_text_and_only_empty_ones_are_missing(tmp_path):
    parsed = read(tmp_path, 'id,score,note\n001,3,NA\n2,3a,""\n3,,n/a \n')
    assert cells(parsed) == {
        "id": ["001", "2", "3"],
        "score": ["3", "3a", None],
        "note": ["NA", None, "n/a "],
    }
    assert parsed.rows.to_pylist() == [2, 3, 4]


def test_rows_are_lines_of_the_file_past_quoted_and_blank_lines(tmp_path):
    parsed = read(tmp_path, 'id,note\r\n\r\na,"one\ntwo\r\nthree"\r\n,\r\nb,x\r\n\r\n')
    assert cells(parsed)["note"] == ["one\ntwo\r\nthree", "x"]
    assert parsed.rows.to_pylist() == [3, 7]


def test_names_stand_where_the_document_says(tmp_path):
    text = 'Export, "of\nMay\n\nid;age\n1;7\n2;8\nTotal;15;x\n'
    parsed = read(tmp_path, text, header_row=4, skip_footer=1)
    assert cells(parsed) == {"id": ["1", "2"], "age": ["7", "8"]}
    assert parsed.rows.to_pylist() == [5, 6]
    assert read(tmp_path, text, header_row=4, rows=1).rows.to_pylist() == [5]
    assert refused(tmp_path, text, header_row=9).where == "row 9"


def test_what_was_decided_is_told(tmp_path):
    parsed = read(tmp_path, "id;kg\n1;3,5\n2;4\n")
    assert parsed.decimal == ","
    (finding,) = parsed.findings
    assert finding.level == "note"
    assert finding.message == (
        "Read as UTF-8 with columns separated by semicolon "
        "and numbers with a decimal comma (1 cell shows it)."
    )


def test_what_the_document_says_is_not_questioned(tmp_path):
    parsed = read(tmp_path, "id;a;b\n1;3,5;1.5\n", decimal=",", thousands=".", delimiter=";")
    assert (parsed.decimal, parsed.thousands) == (",", ".")


def test_contradicting_marks_are_asked_about(tmp_path):
    error = refused(tmp_path, "id;a;b\n1;3,5;\n2;;1.5\n")
    assert error.where == "row 3, column b (point); row 2, column a (comma)"


@pytest.mark.parametrize(
    ("body", "sort", "where"),
    [
        ("1,2,3\n4,5\n", "1 row has more", "row 2"),
        ("1,2\n4\n", "1 row has fewer", "row 3"),
        ("1\n1,2\n1,2,3\n", "2 rows have more or fewer", "row 2, 4"),
        (
            "1,2\n" + "1\n" * 12,
            "12 rows have fewer",
            "row 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more",
        ),
    ],
)
def test_ragged_rows_are_refused_by_row(tmp_path, body, sort, where):
    error = refused(tmp_path, "a,b\n" + body)
    assert error.what == f"{sort} cells than the 2 of the header."
    assert error.where == where


def test_a_quotation_mark_that_never_closes_is_refused_at_its_row(tmp_path):
    error = refused(tmp_path, 'id,note\n1,x\n2,"open\n' + "3,y\n" * 50)
    assert "quotation mark" in error.what
    assert error.where == "row 3"
    assert refused(tmp_path, 'id,note\n1,"a"b\n').where == "row 2"


def test_duplicate_names_are_refused(tmp_path):
    assert '"age"' in refused(tmp_path, "id,age,age\n1,2,3\n").what


def test_columns_without_a_name_are_named_or_dropped(tmp_path):
    parsed = read(tmp_path, "id,,age,\n1,x,2,\n3,,4,\n")
    assert cells(parsed) == {"id": ["1", "3"], "column_2": ["x", None], "age": ["2", "4"]}
    assert parsed.findings[1].code == "columns_unnamed"


def test_a_file_with_names_alone_has_no_rows(tmp_path):
    parsed = read(tmp_path, "id,age\n")
    assert cells(parsed) == {"id": [], "age": []}
    assert parsed.table.schema.types == ["string", "string"]
    assert "column names is empty" in refused(tmp_path, "\n\n").what


def test_old_line_ends_are_line_ends(tmp_path):
    assert cells(read(tmp_path, "id;age\r1;2\r3;4\r")) == {"id": ["1", "3"], "age": ["2", "4"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"encoding": "utf-9"},
        {"encoding": "rot13"},
        {"encoding": "hex"},
        {"delimiter": '"'},
        {"delimiter": "a"},
        {"delimiter": ";;"},
        {"decimal": ";"},
        {"decimal": ",", "thousands": ","},
        {"thousands": "1"},
    ],
)
def test_options_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValidationError):
        CsvImporter(**wrong)


@given(
    table=st.lists(st.tuples(st.text(EVERY), st.text(EVERY)), max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_a_written_csv_comes_back_cell_for_cell(table, delimiter, encoding):
    if encoding == "cp1252":
        table = [tuple("".join(c for c in text if c in LATIN) for text in row) for row in table]
    written, lines = io.StringIO(newline=""), []
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(["id", "a", "b"])
    for number, row in enumerate(table):
        lines.append(1 + len(list(io.StringIO(written.getvalue(), newline=""))))
        writer.writerow([number, *row])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(written.getvalue().encode(encoding))
        named = encoding if encoding == "cp1252" else None
        parsed = CsvImporter(encoding=named, decimal=".").read(path)
    assert cells(parsed) == {
        "id": [str(number) for number in range(len(table))],
        "a": [a or None for a, _ in table],
        "b": [b or None for _, b in table],
    }
    assert parsed.rows.to_pylist() == lines


@given(
    numbers=st.lists(st.decimals(-9999, 9999, places=2), min_size=1, max_size=20),
    decimal=st.sampled_from(".,"),
    delimiter=st.sampled_from(",;\t|"),
)
def test_the_decimal_mark_is_found(numbers, decimal, delimiter):
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(["id", "kg"])
    writer.writerows([f"P{n}", str(x).replace(".", decimal)] for n, x in enumerate(numbers))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_text(written.getvalue(), encoding="utf-8", newline="")
        parsed = CsvImporter().read(path)
    back = [float(cell.replace(parsed.decimal, ".")) for cell in cells(parsed)["kg"]]
    assert back == [float(x) for x in numbers]


def test_a_cell_of_a_whole_book_is_no_open_quotation_mark(tmp_path):
    error = refused(tmp_path, "id,text\na," + "x" * 200_000 + "\n")
    assert "131,072 characters" in error.what
    assert error.where.endswith("row 2")
