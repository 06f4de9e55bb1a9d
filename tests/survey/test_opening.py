from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import DataError, DocumentError
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.opening import date_column, open_files, refuse_case_clashes, rows_named
from studytool.survey.wave import WaveFile

PEOPLE = PanelDesign(person="id")
LONG = WaveFile(layout="long", source="l")


def test_rows_are_named_in_words():
    assert rows_named(np.array([3])) == "row 3"
    assert rows_named(np.array([3, 8])) == "rows 3 and 8"
    assert rows_named(np.arange(1, 8)) == "rows 1, 2, 3, 4, 5 and 2 more"


def test_a_long_file_needs_its_wave_in_every_row(table):
    with pytest.raises(DocumentError, match='no column "wave"') as caught:
        open_files(PEOPLE, [(LONG, table("l", id=["1"], waves=["1"]))], [])
    assert caught.value.remedy == 'Did you mean "waves"?'
    with pytest.raises(DataError, match="no number in 1 row of l") as missing:
        open_files(PEOPLE, [(LONG, table("l", id=["1", "2"], wave=["1", "two"]))], [])
    assert missing.value.where == "l, row 3, column wave"


def test_waves_written_as_words_are_recoded(table):
    words = Variable(name="wave", columns="round", recode={"first": 1, "second": 2})
    raw = table("l", id=["1", "1"], round=["second", "first"])
    opened = open_files(PEOPLE, [(LONG, raw)], [words])[0]
    assert opened.waves.tolist() == [2.0, 1.0]
    assert [use.name for use in opened.uses] == ["id"]


def test_a_wave_column_that_contradicts_the_document_stops(table):
    file = WaveFile(number=2, source="a")
    raw = table("a", id=["1", "2"], wave=["2", "1"])
    with pytest.raises(DataError, match="another wave") as caught:
        open_files(PEOPLE, [(file, raw)], [])
    assert caught.value.where == "a, row 3, column wave"
    agreeing = table("a", id=["1"], wave=["2"])
    assert [use.name for use in open_files(PEOPLE, [(file, agreeing)], [])[0].uses] == ["id"]


def test_person_and_date_may_be_named_as_the_file_or_the_codebook_names_them(table):
    raw = table("a", pid=["1"], day=["2020-01-01"])
    born = Variable(name="interviewed", columns={"1": "day"}, type="date")
    for date in ("day", "interviewed"):
        file = WaveFile(number=1, source="a", person="pid", date=date)
        opened = open_files(PEOPLE, [(file, raw)], [born])[0]
        assert {use.name: use.column for use in opened.uses} == {"interviewed": "day", "id": "pid"}
        assert date_column([(file, raw)], [born]) == "interviewed"
    assert date_column([(WaveFile(number=1, source="a"), raw)], []) is None


def test_files_have_an_order_of_their_own(table):
    files = [
        (WaveFile(number=n, source=name), table(name, id=["1"])) for n, name in ((2, "a"), (1, "b"))
    ]
    assert [opened.source for opened in open_files(PEOPLE, files, [])] == ["b", "a"]
    assert [opened.place for opened in open_files(PEOPLE, files, [])] == [1, 0]


def test_names_that_differ_in_capitals_alone_are_refused():
    refuse_case_clashes(["a", "b", "a"], where="x")
    with pytest.raises(DataError, match='"Age" and "age"'):
        refuse_case_clashes(["Age", "b", "age"], where="x")
