from __future__ import annotations

import json
import math

import pyarrow as pa

from studytool.core.findings import Finding
from studytool.intake.parsed import Parsed, in_file, pack, unpack


def test_what_is_packed_comes_back_with_the_name_of_the_file():
    parsed = Parsed(
        table=pa.table({"file rows": pa.array(["a", None]), "x": pa.array([1.5, None])}),
        rows=pa.array([3, 5], pa.int64()),
        labels={"x": "Weight"},
        value_labels={"x": {"1": "Yes"}},
        missing={"x": {"-99": "refused"}},
        missing_ranges={"x": [(-math.inf, -90.0)]},
        decimal=",",
        thousands=".",
        findings=(
            Finding("warning", "cells_error", "One.", cells=("row 3, column x",)),
            Finding("note", "other", "Two.", where="row 1"),
        ),
    )
    meta, table = pack(parsed)
    raw = unpack(json.loads(json.dumps(meta)), table, source="w1.csv", digest="d")
    assert raw.frame["file rows"].tolist()[0] == "a"
    assert raw.frame["file rows"].isna().tolist() == [False, True]
    assert raw.frame["x"].dtype == "float64"
    assert raw.rows.tolist() == [3, 5]
    assert (raw.source, raw.digest, raw.decimal, raw.thousands) == ("w1.csv", "d", ",", ".")
    assert raw.missing_ranges == {"x": [(-math.inf, -90.0)]}
    assert (raw.labels, raw.value_labels) == (parsed.labels, parsed.value_labels)
    assert raw.missing == parsed.missing
    assert [f.where for f in raw.findings] == ["w1.csv", "w1.csv, row 1"]
    assert raw.findings[0].cells == ("w1.csv, row 3, column x",)


def test_places_begin_with_the_file():
    assert in_file("a.csv", "") == "a.csv"
    assert in_file("a.csv", "row 2") == "a.csv, row 2"
