from __future__ import annotations

import pickle  # noqa: TID251  # makes what is read here without it
import struct

import pytest

from studytool.core.errors import SourceError
from studytool.intake.opcodes import Named, Wish, followed


class Asks:
    """Asks for a command to be run when it is unpickled."""

    def __init__(self, command):
        self.command = command

    def __reduce__(self):
        import os

        return (os.system, (self.command,))


PLAIN = [
    None,
    True,
    False,
    "plain",
    "ünï \U0001f600",
    b"\x00\xff",
    -1,
    255,
    70_000,
    2**40,
    -(2**70),
    0.1,
    (),
    (1,),
    (1, 2, 3, 4),
    [],
    [1, ["a", {"b": 2}]],
    {"a": [1, 2], 3: (4,)},
    ["x" * 300, "x" * 300],
]


@pytest.mark.parametrize("protocol", [4, 5])
@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_texts_numbers_and_containers_come_back(value, protocol):
    assert followed(pickle.dumps(value, protocol)) == value


def test_a_call_is_written_down_and_not_made(tmp_path):
    mark = tmp_path / "ran"
    asked = followed(pickle.dumps(Asks(f"touch {mark}"), 5))
    assert asked == Wish(Named("posix", "system"), (f"touch {mark}",))
    assert not mark.exists()


def test_steps_a_table_does_not_need_are_refused():
    for content in (b"\x80\x05cos\nsystem\n.", b"\x80\x05P1\n.", b"\x80\x05\x97."):
        with pytest.raises(SourceError, match="does not need"):
            followed(content)


@pytest.mark.parametrize("at", range(2, 60, 7))
def test_what_is_cut_short_is_refused(at):
    whole = pickle.dumps({"a": ["b", 1.5, (1, 2, 3)], "c": b"d" * 40}, 5)
    with pytest.raises(SourceError, match="cut short"):
        followed(whole[:at])


def test_a_length_beyond_the_end_takes_no_memory():
    with pytest.raises(SourceError, match="cut short"):
        followed(b"\x80\x05\x8e" + struct.pack("<Q", 2**60) + b"x.")


def test_another_protocol_is_refused():
    with pytest.raises(SourceError, match="damaged"):
        followed(b"\x80\x02N.")
