from __future__ import annotations

import io
import os
import zipfile

import msoffcrypto.format.ooxml
import openpyxl
import pytest

from studytool.core.errors import SourceError
from studytool.intake.formats.csv import CsvImporter
from studytool.intake.formats.excel import ExcelImporter
from studytool.intake.formats.spss import SpssImporter
from studytool.intake.limits import Limits
from studytool.intake.sniff import sniff

LIMITS = Limits()
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
EXCEL, CSV, SPSS = ExcelImporter(), CsvImporter(), SpssImporter()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["child_id", "age"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def protected() -> bytes:
    content = io.BytesIO()
    plain = msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(workbook()))
    plain.encrypt("secret", content)
    return content.getvalue()


def refused(tmp_path, name, content, importer=EXCEL, limits=LIMITS) -> SourceError:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        sniff(path, importer, limits)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "importer"),
    [
        ("a.csv", b"id,age\n1,2\n", CSV),
        ("a.txt", "naam\té\n".encode("utf-16"), CSV),
        ("a.csv", "id;age\n".encode("utf-16-le"), CsvImporter(encoding="utf_16_le")),
        ("a.csv", b"<18,id\n1,2\n", CSV),
        ("a.sav", b"$FL2" + bytes(200), SPSS),
        ("a.sav", b"$FL3" + bytes(200), SPSS),
    ],
)
def test_files_that_are_what_they_should_be_pass(tmp_path, name, content, importer):
    path = tmp_path / name
    path.write_bytes(content)
    assert sniff(path, importer, LIMITS) == len(content)


def test_a_workbook_passes_with_what_it_unpacks_to(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    assert sniff(path, EXCEL, LIMITS) > path.stat().st_size


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty (0 bytes)"),
        (b"<html><body>Please sign in</body></html>", "a web page (HTML) named .xlsx"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html>", "a web page (HTML) named .xlsx"),
        (b"<?xml version='1.0'?><Workbook/>", "an XML file named .xlsx"),
        (b"id,age\n1,2\n", "plain text named .xlsx"),
        (b"$FL2@(#)", "an SPSS file named .xlsx"),
        (b"%PDF-1.7", "a PDF document named .xlsx"),
        (b"\x00\x01\x02", "a file of unknown content named .xlsx"),
        (OLD_OFFICE + "Workbook".encode("utf-16-le"), "an old Office file (.xls or .doc)"),
        (workbook()[:-400], "cut short"),
        (workbook()[:100], "cut short"),
    ],
    # a workbook holds the time at which it was made, so its bytes are no name for a test
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_that_only_look_like_workbooks_are_called_what_they_are(tmp_path, content, what):
    assert what in refused(tmp_path, "a.xlsx", content).what


def test_a_protected_workbook_is_called_protected(tmp_path):
    assert "protected by a password" in refused(tmp_path, "a.xlsx", protected()).what


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("word/document.xml", "a Word document"),
        ("content.xml", "an OpenDocument file"),
        ("a.txt", "a zip file"),
    ],
)
def test_other_packed_files_are_not_workbooks(tmp_path, part, what):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(part, "text")
    assert what in refused(tmp_path, "a.xlsx", content.getvalue()).what


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"id,age\n1,\x002\n", "not a text file"),
        (b"id,age\n" + b"1,2\n" * 400_000 + b"\x00", "not a text file"),
        (workbook(), "a packed file (zip or Office) named .csv"),
        (OLD_OFFICE, "an old Office file (.xls or .doc) named .csv"),
        (b"<!doctype html><p>", "a web page (HTML) named .csv"),
    ],
)
def test_files_that_are_no_text_are_not_read_as_csv(tmp_path, content, what):
    assert what in refused(tmp_path, "a.csv", content, CSV).what


def test_an_spss_file_begins_as_spss_files_do(tmp_path):
    assert "plain text named .sav" in refused(tmp_path, "a.sav", b"id,age", SPSS).what


def test_a_file_beyond_the_cap_is_refused(tmp_path):
    error = refused(tmp_path, "a.csv", b"x" * 2_097_152, CSV, Limits(file_bytes=1_048_576))
    assert error.what == "The file has 2 MB; at most 1 MB are read."


def test_a_folder_a_device_and_nothing_are_no_files(tmp_path):
    for name, what in ((".", "folder"), (os.devnull, "device"), ("none.csv", "cannot be opened")):
        with pytest.raises(SourceError, match=what):
            sniff(tmp_path / name, CSV, LIMITS)


@pytest.mark.parametrize("name", ["old.csv", "old.xls"])
def test_an_old_workbook_is_to_be_saved_anew_whatever_its_name(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(OLD_OFFICE + "Workbook".encode("utf-16-le"))
    with pytest.raises(SourceError) as caught:
        sniff(path, CsvImporter(), Limits())
    assert "old Office file" in caught.value.what
    assert "save it as .xlsx" in caught.value.remedy
