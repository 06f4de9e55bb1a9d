from __future__ import annotations

import gc
import hashlib
import io
import json
import os
import subprocess
import sys
import threading
import zipfile

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from studytool.core.errors import DocumentError, SourceError
from studytool.core.progress import Cancelled
from studytool.intake.formats.csv import CsvImporter
from studytool.intake.formats.excel import ExcelImporter
from studytool.intake.formats.spss import SpssImporter
from studytool.intake.reader import (
    Limits,
    ReadRequest,
    importer_for,
    located,
    open_reader,
    read_all,
)


def request(path, **options):
    return ReadRequest(importer_for(path.name, options), path, path.name)


def running() -> list[subprocess.Popen]:
    found = [o for o in gc.get_objects() if type(o) is subprocess.Popen]
    return [process for process in found if process.poll() is None]


@pytest.fixture
def large(tmp_path):
    """A file that takes a second or two to read."""
    path = tmp_path / "wave3.csv"
    line = ",".join(["12.5"] * 60)
    path.write_text(",".join(f"x{n}" for n in range(60)) + "\n" + f"{line}\n" * 60_000)
    return path


class AtStep:
    """Progress that does something at its third step, when the file is being read."""

    def __init__(self, act):
        self.act, self.steps = act, []

    def step(self, message, done, total):
        self.steps.append((message, done, total))
        if len(self.steps) == 3:
            self.act()


def test_every_format_comes_back_as_the_file_has_it(tmp_path):
    (tmp_path / "a.csv").write_text("id;kg\n01;3,5\n02;\n", encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.append(["id", "kg"])
    book.active.append(["01", 3.5])
    book.save(tmp_path / "b.xlsx")
    pyreadstat.write_sav(
        pd.DataFrame({"id": ["01"], "kg": [-99.0]}),
        tmp_path / "c.sav",
        missing_ranges={"kg": [-99]},
    )
    paths = [tmp_path / name for name in ("a.csv", "b.xlsx", "c.sav", "a.csv")]
    text, excel, spss, again = read_all([request(path) for path in paths])
    assert text.frame["kg"].tolist()[0] == "3,5"
    assert text.frame["kg"].isna().tolist() == [False, True]
    assert [str(kind) for kind in text.frame.dtypes] == ["str", "str"]
    assert text.decimal == ","
    assert text.rows.dtype == "int64"
    assert text.findings[0].where == "a.csv"
    assert excel.frame["kg"].tolist() == [3.5]
    assert spss.missing == {"kg": {"-99": "missing in the SPSS file"}}
    assert [t.source for t in (text, excel, spss, again)] == [path.name for path in paths]
    assert text.digest == hashlib.sha256(paths[0].read_bytes()).hexdigest() == again.digest


def test_nothing_to_read_starts_nothing():
    assert read_all([]) == ()


def test_a_refused_file_is_named_with_its_row_and_without_its_cells(tmp_path):
    path = tmp_path / "wave3.csv"
    path.write_text("id,age\nJHB-0143,7\nJHB-0144,8,9\n")
    with pytest.raises(SourceError) as caught:
        read_all([request(path)])
    assert caught.value.where == "wave3.csv, row 3"
    assert "JHB" not in str(caught.value)


def test_a_parser_killed_in_the_middle_is_told_with_the_file(large):
    progress = AtStep(lambda: [process.kill() for process in running()])
    with pytest.raises(SourceError, match="was ended") as caught:
        read_all([request(large)], progress=progress)
    assert caught.value.where == "wave3.csv"
    assert progress.steps[0] == ("reading wave3.csv", 0, 1)


@pytest.mark.parametrize("stop", [Cancelled, KeyboardInterrupt])
def test_a_cancel_ends_the_process_at_once(large, stop):
    def act():
        assert running()
        raise stop

    progress = AtStep(act)
    with pytest.raises(stop):
        read_all([request(large)], progress=progress)
    assert running() == []
    assert "reading files" not in [thread.name for thread in threading.enumerate()]


def test_a_file_that_takes_too_long_is_stopped(large):
    with pytest.raises(SourceError, match=r"longer than 0\.3 seconds") as caught:
        read_all([request(large)], limits=Limits(seconds=0.3))
    assert caught.value.where == "wave3.csv"


def test_neither_hash_seed_nor_locale_reaches_the_tables(tmp_path):
    pyreadstat.write_sav(
        pd.DataFrame({name: [1.0, 2.0] for name in "abcdefgh"}),
        tmp_path / "a.sav",
        variable_value_labels={name: {1: "One", 2: "Two"} for name in "abcdefgh"},
        missing_ranges={name: [{"lo": 1, "hi": 2}, 9] for name in "abcdefgh"},
    )
    program = (
        "import json, sys; from pathlib import Path;"
        "from studytool.intake.reader import *; p = Path(sys.argv[1]);"
        "t, = read_all([ReadRequest(importer_for(p.name, {}), p, p.name)]);"
        "print(json.dumps([t.missing, t.missing_ranges, t.value_labels, t.frame.to_csv()]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a.sav")],
        env=os.environ | {"PYTHONHASHSEED": "7", "LC_ALL": "en_ZA.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    (table,) = read_all([request(tmp_path / "a.sav")])
    ours = [table.missing, table.missing_ranges, table.value_labels, table.frame.to_csv()]
    assert json.dumps(json.loads(done.stdout)) == json.dumps(ours)
    assert table.missing["a"] == {"9": "missing in the SPSS file", "1": "One", "2": "Two"}


def packed(content: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", content)
    return archive.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<html>Please sign in</html>", "a web page"),
        (b"", "empty"),
        (packed(b"x")[:-30], "cut short"),
        (packed(bytes(60_000_000)), "unpacks to"),
        (packed(b"x"), "damaged"),
    ],
)
def test_files_that_are_no_workbooks_are_refused_by_name(tmp_path, content, what):
    path = tmp_path / "wave1.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=what) as caught:
        read_all([request(path)])
    assert caught.value.where == "wave1.xlsx"


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "study"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "wave1.csv").write_text("a\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.csv").write_text("a\n")
    return folder


def find(source, root, **more):
    return located(source, root=root, where="waves[0].source", **more)


def test_sources_inside_the_root_are_found(root):
    wanted = root / "data" / "wave1.csv"
    assert find("data/wave1.csv", root) == wanted
    assert find("data/../data/wave1.csv", root) == wanted
    assert find(str(wanted), root) == wanted


@pytest.mark.parametrize(
    "source", ["../outside/secret.csv", "../outside/none.csv", "/etc/hostname"]
)
def test_sources_outside_the_root_are_refused_whether_they_exist_or_not(root, source):
    with pytest.raises(SourceError, match="outside the folder") as caught:
        find(source, root)
    assert caught.value.where == "waves[0].source"
    assert "--allow" in caught.value.remedy


def test_a_link_out_of_the_root_is_outside(root):
    (root / "data" / "link.csv").symlink_to(root.parent / "outside" / "secret.csv")
    with pytest.raises(SourceError, match="outside the folder"):
        find("data/link.csv", root)


def test_allowed_folders_are_inside(root):
    outside = root.parent / "outside"
    assert find("../outside/secret.csv", root, allow=(outside,)) == outside / "secret.csv"


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("data/wave2.csv", "no file data/wave2.csv"),
        ("data", "data is a folder"),
        ("a\0b", "cannot be the name"),
        ("x" * 5000, "cannot be the name"),
    ],
)
def test_sources_that_are_no_files_are_refused(root, source, what):
    with pytest.raises(SourceError, match=what):
        find(source, root)


def test_a_mistyped_name_is_suggested(root):
    with pytest.raises(SourceError) as caught:
        find("data/wave_1.csv", root)
    assert caught.value.remedy == 'Did you mean "wave1.csv"?'


def test_a_loop_of_links_is_no_file(root):
    (root / "loop.csv").symlink_to(root / "loop.csv")
    with pytest.raises(SourceError):
        find("loop.csv", root)


@pytest.mark.parametrize(
    ("source", "options", "importer"),
    [
        ("a.csv", {}, CsvImporter()),
        ("A.TSV", {"delimiter": "\t"}, CsvImporter(delimiter="\t")),
        ("a.xlsm", {"sheet": "s"}, ExcelImporter(sheet="s")),
        ("a.sav", {"kind": "spss"}, SpssImporter()),
        ("export", {"kind": "csv", "header_row": 2}, CsvImporter(header_row=2)),
    ],
)
def test_kind_or_ending_chooses_the_importer(source, options, importer):
    assert importer_for(source, options) == importer


@pytest.mark.parametrize(
    ("source", "options", "told"),
    [
        ("a.doc", {}, "ending of a.doc"),
        ("a.csv", {"kind": "exel"}, 'Did you mean "excel"?'),
        ("a.csv", {"delimeter": ";"}, "delimiter"),
        ("a.csv", {"header_row": 0}, "header_row"),
        ("a.sav", {"encoding": 5}, "encoding"),
    ],
)
def test_options_that_do_not_exist_are_document_errors(source, options, told):
    with pytest.raises(DocumentError) as caught:
        importer_for(source, options)
    assert told in str(caught.value)


def test_one_process_tries_again_after_a_refusal(tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes("name;größe\nx;1\n".encode("cp1252"))
    with open_reader() as read:
        with pytest.raises(SourceError, match="UTF-8"):
            read(ReadRequest(importer_for(path.name, {}), path, path.name))
        again = importer_for(path.name, {"encoding": "cp1252"})
        table = read(ReadRequest(again, path, path.name))
    assert list(table.frame) == ["name", "größe"]
