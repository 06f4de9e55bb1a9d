from __future__ import annotations

import pytest

from studytool.core.errors import SourceError
from studytool.intake.child import ask, reading_process
from studytool.intake.formats.csv import CsvImporter
from studytool.intake.limits import Limits

LIMITS = Limits()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,age\n1,2\n")
    return path


def nothing() -> None:
    """Wait without giving up."""


def test_one_process_answers_every_question(path):
    with reading_process(LIMITS) as child:
        for _ in range(3):
            said, table = ask(child, CsvImporter(), path, LIMITS, waiting=nothing)
            assert table.num_rows == 1
            assert len(said["digest"]) == 64
    assert child.process.returncode is not None


def test_a_process_that_is_gone_is_told_how_it_ended(path):
    with reading_process(LIMITS) as child:
        child.process.kill()
        with pytest.raises(SourceError, match="was ended") as caught:
            ask(child, CsvImporter(), path, LIMITS, waiting=nothing)
        assert str(abs(child.process.returncode)) in caught.value.why


def test_a_process_that_sends_nonsense_is_ended(path):
    with reading_process(LIMITS) as child:
        child.process.stdin.write(b"this is no request\n")
        child.process.stdin.flush()
        with pytest.raises(SourceError, match="was ended"):
            ask(child, CsvImporter(), path, LIMITS, waiting=nothing)


def test_whoever_gives_up_waiting_leaves_no_process_behind(path):
    def give_up() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), reading_process(LIMITS) as child:
        ask(child, CsvImporter(), path, LIMITS, waiting=give_up)
    assert child.process.returncode is not None


def test_a_module_beside_the_data_is_never_run(path, monkeypatch, tmp_path):
    for name in ("csv.py", "json.py", "studytool.py"):
        (tmp_path / name).write_text("raise SystemExit('run')\n")
    monkeypatch.chdir(tmp_path)
    with reading_process(LIMITS) as child:
        assert ask(child, CsvImporter(), path, LIMITS, waiting=nothing)[1].num_rows == 1
