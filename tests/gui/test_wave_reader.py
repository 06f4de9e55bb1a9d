from __future__ import annotations

import threading

import pytest

from studytool.api import open_study
from studytool.core.errors import SourceError
from studytool.gui.document import new_study
from studytool.gui.wave_reader import WaveReader
from tests.small_study import write_study


@pytest.fixture
def study(tmp_path):
    return open_study(write_study(tmp_path))


@pytest.fixture
def reader():
    made = WaveReader()
    yield made
    made.close()


def jobs():
    return [t for t in threading.enumerate() if t.name.startswith("studytool-job")]


def test_files_are_read_in_the_background_and_the_thread_ends(reader, study, qtbot):
    with qtbot.waitSignal(reader.landed, timeout=20_000):
        reader.look_at(study)
    assert [head.label for head in reader.read.grid.heads] == ["2020", "2021"]
    assert not reader.busy
    assert jobs() == []


def test_the_same_study_is_not_read_twice(reader, study, qtbot):
    with qtbot.waitSignal(reader.landed, timeout=20_000):
        reader.look_at(study)
    reader.look_at(study)
    assert not reader.busy
    reader.forget()
    with qtbot.waitSignal(reader.landed, timeout=20_000):
        reader.look_at(study)


def test_a_file_that_is_gone_is_told_and_what_was_read_stays(reader, study, qtbot):
    with qtbot.waitSignal(reader.landed, timeout=20_000):
        reader.look_at(study)
    (study.root / "wave2.csv").unlink()
    reader.forget()
    with qtbot.waitSignal(reader.landed, timeout=20_000):
        reader.look_at(study)
    assert isinstance(reader.error, SourceError)
    assert reader.read is not None


def test_a_study_of_nothing_is_nothing_to_read(reader, qtbot):
    with qtbot.waitSignal(reader.landed):
        reader.look_at(new_study())
    assert reader.read is None


def test_closing_while_it_reads_leaves_no_thread(reader, study):
    reader.look_at(study)
    reader.close()
    assert jobs() == []
