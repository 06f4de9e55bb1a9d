"""The door for scripts: open, check, run, export; all files or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import studytool
from studytool.api import check, export, library, open_study, refuse_unwritable, run
from studytool.core.errors import DocumentError, SourceError
from studytool.core.progress import Cancelled
from tests.small_study import change, write_study

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.outcome import Run


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path)


def test_public_names_are_loaded_when_first_used() -> None:
    assert studytool.run is run
    assert studytool.open_study is open_study
    for name in studytool.__all__:
        assert getattr(studytool, name).__doc__
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        _ = studytool.nothing_of_ours  # type: ignore[attr-defined]  # that is the point


def test_a_study_of_the_library_opens_by_its_name() -> None:
    name, path = next(iter(library().items()))
    assert open_study(name) == open_study(path)


def test_a_folder_is_not_a_study(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="folder"):
        open_study(tmp_path)


def test_a_document_in_another_encoding_is_refused(study: Path) -> None:
    study.write_bytes(study.read_bytes().replace(b"small", "klein\xeb".encode("cp1252")))
    with pytest.raises(DocumentError, match="UTF-8"):
        open_study(study)


def test_a_byte_order_mark_is_no_part_of_the_document(study: Path) -> None:
    plain = open_study(study)
    study.write_bytes(b"\xef\xbb\xbf" + study.read_bytes())
    assert open_study(study).digest == plain.digest


def test_check_with_data_tells_what_the_run_would(study: Path) -> None:
    opened = open_study(study)
    assert check(opened) == ()
    found = check(opened, data=True)
    assert found
    assert [f.code for f in found] == [f.code for f in run(opened).findings]


def test_files_elsewhere_need_leave(study: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (study.parent / "visits.csv").rename(elsewhere / "visits.csv")
    change(study, '"visits.csv"', f'"{(elsewhere / "visits.csv").as_posix()}"')
    opened = open_study(study)
    with pytest.raises(SourceError):
        run(opened)
    assert run(opened, allow=[elsewhere]).link.reports["visited"].matched == 4


class Impatient:
    """Cancels at a given step."""

    def __init__(self, at: int) -> None:
        self.left = at

    def step(self, *_: object) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_a_run_can_be_cancelled_at_every_step(study: Path) -> None:
    opened = open_study(study)
    for at in range(3):
        with pytest.raises(Cancelled):
            run(opened, progress=Impatient(at))


def made(study: Path) -> Run:
    return run(open_study(study))


def test_export_replaces_old_files_and_leaves_no_scratch(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (path,) = export(made(study), out)
    path.write_text("old", encoding="utf-8")
    assert export(made(study), out) == (path,)
    assert path.read_bytes().startswith(b"PK")
    assert list(out.iterdir()) == [path]


def test_a_failed_export_leaves_the_old_files(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    (path,) = export(made(study), out)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("studytool.exporters.formats.xlsx.Workbook.write", full)
    with pytest.raises(SourceError, match="cannot be written") as caught:
        export(made(study), out)
    assert "No space left" in caught.value.why
    assert path.read_bytes() == before
    assert list(out.iterdir()) == [path]


def test_an_output_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be written"):
        refuse_unwritable(blocked / "out")


def test_one_file_has_the_name_that_is_asked_for(sample_run, tmp_path):
    (path,) = export(sample_run, tmp_path, formats=["xlsx"], name="mine.xlsx")
    assert path == tmp_path / "mine.xlsx"
    assert [one.name for one in tmp_path.iterdir()] == ["mine.xlsx"]
    with pytest.raises(DocumentError, match="One name was given for several files"):
        export(sample_run, tmp_path, formats=["xlsx", "docx"], name="mine")
