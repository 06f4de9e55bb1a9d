from __future__ import annotations

from studytool.gui.register_reader import RegisterReader
from tests.small_study import put


def test_a_file_is_looked_at_and_told(qtbot, tmp_path):
    path = tmp_path / "parcels.csv"
    put(path, ["child_id,day", "C01,2021-02-03"])
    done, refused, reader = [], [], RegisterReader()
    reader.look_at(path, None, (), done=done.append, refused=refused.append)
    qtbot.waitUntil(lambda: bool(done or refused), timeout=20_000)
    assert refused == []
    assert (done[0]["name"], done[0]["date"], done[0]["key"]) == ("parcels", "day", "child_id")


def test_a_file_that_is_not_there_is_refused(qtbot, tmp_path):
    done, refused, reader = [], [], RegisterReader()
    path = tmp_path / "none.csv"
    reader.look_at(path, None, (), done=done.append, refused=refused.append)
    qtbot.waitUntil(lambda: bool(done or refused), timeout=20_000)
    assert done == []
    assert "none.csv" in f"{refused[0].what} {refused[0].where}"


def test_a_later_file_takes_the_place_of_an_earlier(qtbot, tmp_path):
    paths = [tmp_path / name for name in ("one.csv", "two.csv")]
    done, reader = [], RegisterReader()
    for path in paths:
        put(path, ["child_id,day", "C01,2021-02-03"])
        reader.look_at(path, None, (), done=done.append, refused=done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert [entry["name"] for entry in done] == ["two"]
