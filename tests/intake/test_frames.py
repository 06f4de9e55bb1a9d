from __future__ import annotations

import io
import struct

import pyarrow as pa
import pytest

from studytool.intake.frames import read_frame, write_frame

MOST = 1 << 20


def written(meta, table=None):
    pipe = io.BytesIO()
    write_frame(pipe, meta, table)
    return pipe.getvalue()


def test_frames_come_back_one_after_the_other():
    table = pa.table({"naam": pa.array(["é", None]), "x": [1.0, 2.0]})
    pipe = io.BytesIO(written({"a": "ü"}, table) + written({"b": 2}))
    meta, back = read_frame(pipe, most_bytes=MOST)
    assert meta == {"a": "ü"}
    assert back.equals(table)
    assert read_frame(pipe, most_bytes=MOST) == ({"b": 2}, None)
    assert read_frame(pipe, most_bytes=MOST) is None


def test_a_pipe_that_ends_anywhere_is_the_end():
    whole = written({"a": 1}, pa.table({"x": [1.0]}))
    for length in range(len(whole)):
        assert read_frame(io.BytesIO(whole[:length]), most_bytes=MOST) is None


@pytest.mark.parametrize("lengths", [(1 << 62, 0), (2, MOST + 1)])
def test_a_length_beyond_the_cap_is_refused_before_anything_is_read(lengths):
    with pytest.raises(ValueError, match="longer"):
        read_frame(io.BytesIO(struct.pack(">QQ", *lengths) + b"{}"), most_bytes=MOST)


def test_bytes_that_are_no_table_are_refused():
    content = struct.pack(">QQ", 2, 8) + b"{}" + b"nonsense"
    with pytest.raises(ValueError, match=r"."):
        read_frame(io.BytesIO(content), most_bytes=MOST)
