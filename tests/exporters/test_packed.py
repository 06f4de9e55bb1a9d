from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from studytool.core.errors import StudyError
from studytool.exporters.packed import packed_again, plain_text, write_bytes


def zipped(date):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr(zipfile.ZipInfo("b.xml", date), "<b/>")
        file.writestr(zipfile.ZipInfo("a.xml", date), "<a/>" * 100)
    return content.getvalue()


def test_the_clock_is_taken_out_and_the_content_kept():
    first, second = (packed_again(zipped((2024, 1, day, 0, 0, 0))) for day in (1, 2))
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as file:
        assert file.namelist() == ["b.xml", "a.xml"]
        assert file.read("a.xml") == b"<a/>" * 100


def test_a_place_that_cannot_be_written_is_an_error_of_the_study(tmp_path):
    with pytest.raises(StudyError, match=r"brief\.docx cannot be written"):
        write_bytes(b"x", tmp_path / "missing" / "brief.docx")
    with pytest.raises(StudyError):
        write_bytes(b"x", tmp_path)


def test_marks_that_office_files_may_not_hold_are_dropped():
    assert plain_text("a\x00b\x0bc\td\ne\ufffef") == "abc\td\nef"
