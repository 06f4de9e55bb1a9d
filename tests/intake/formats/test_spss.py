from __future__ import annotations

import math
from datetime import date, datetime, time

import numpy as np
import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest
from pydantic import ValidationError

from studytool.core.errors import SourceError
from studytool.intake.formats.spss import SpssImporter


@pytest.fixture
def sav(tmp_path):
    def write(columns, **more):
        path = tmp_path / "a.sav"
        pyreadstat.write_sav(pd.DataFrame(columns), str(path), **more)
        return path

    return write


def read(path, **options):
    return SpssImporter(**options).read(path)


def test_codes_stay_codes_with_their_reasons_beside_them(sav):
    answers = np.array([9.5, 10.5, 9.58])
    path = sav(
        {"child": ["a", "b", "c", "d", "e", ""], "score": [*answers, -99, 999, np.nan]},
        column_labels={"child": "Child", "score": "Total score"},
        variable_value_labels={"score": {-99: "Refused", 1: "One"}},
        missing_ranges={"score": [-99, 999]},
    )
    parsed = read(path)
    score = parsed.table.column("score").to_pandas()
    assert parsed.missing == {"score": {"-99": "Refused", "999": "missing in the SPSS file"}}
    valid = score[~score.isin([float(code) for code in parsed.missing["score"]])]
    assert valid.mean() == pytest.approx(answers.mean(), rel=1e-15)
    assert score.isna().tolist() == [False] * 5 + [True]
    assert parsed.labels == {"child": "Child", "score": "Total score"}
    assert parsed.value_labels == {"score": {"-99": "Refused", "1": "One"}}
    assert parsed.table.column("child").to_pylist()[-1] is None
    assert parsed.rows.to_pylist() == [1, 2, 3, 4, 5, 6]


def test_ranges_stay_ranges_and_labelled_codes_inside_them_have_reasons(sav):
    path = sav(
        {"a": [1.0, -95.0], "b": [1.0, 2.0], "c": ["x", "R"]},
        variable_value_labels={"a": {-95: "Away", 1: "One"}, "c": {"R": "Refused"}},
        missing_ranges={
            "a": [{"lo": -99, "hi": -90}, 7],
            "b": [{"lo": 90, "hi": 1e308}],
            "c": ["R"],
        },
    )
    parsed = read(path)
    assert parsed.missing_ranges == {"a": [(-99.0, -90.0)], "b": [(90.0, math.inf)]}
    assert parsed.missing == {
        "a": {"7": "missing in the SPSS file", "-95": "Away"},
        "c": {"R": "Refused"},
    }


def test_dates_are_dates_and_times_are_text(sav):
    path = sav(
        {
            "day": [date(2021, 1, 2), None, date(1950, 12, 31)],
            "when": [datetime(2021, 1, 2, 3, 4, 5), None, datetime(1969, 12, 31, 23, 59, 59)],
            "clock": [time(3, 4, 5), None, time(0, 0)],
        }
    )
    table = read(path).table
    assert table.schema.types == [pa.timestamp("us"), pa.timestamp("us"), pa.string()]
    assert table.to_pydict() == {
        "day": [datetime(2021, 1, 2), None, datetime(1950, 12, 31)],
        "when": [datetime(2021, 1, 2, 3, 4, 5), None, datetime(1969, 12, 31, 23, 59, 59)],
        "clock": ["03:04:05", None, "00:00:00"],
    }


def test_numbers_shown_with_other_formats_are_numbers(sav):
    path = sav({"pay": [2750.5], "code": [7.0]}, variable_format={"pay": "DOLLAR8.2", "code": "N4"})
    assert read(path).table.to_pydict() == {"pay": [2750.5], "code": [7.0]}


def test_a_few_cases_are_read_where_asked(sav):
    path = sav({"a": [1.0, 2.0, 3.0, 4.0]})
    assert read(path, rows=3, skip_footer=2).table.to_pydict() == {"a": [1.0, 2.0]}
    assert read(path, rows=1).rows.to_pylist() == [1]


def test_letters_are_kept(sav):
    assert read(sav({"name": ["Müller ě"]})).table.to_pydict() == {"name": ["Müller ě"]}


def test_a_file_cut_short_is_refused(sav):
    path = sav({"a": [1.0] * 500, "b": ["x" * 50] * 500})
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(SourceError, match="damaged"):
        read(path)


def test_a_header_row_makes_no_sense():
    with pytest.raises(ValidationError, match="no header row"):
        SpssImporter(header_row=2)
