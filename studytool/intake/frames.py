"""Frames: how two processes hand each other JSON and Arrow over a pipe.

A frame is two lengths (eight bytes each, big-endian), then JSON, then an Arrow stream that may
be empty. Lengths are checked before anything is read, and nothing in a frame can run.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

_LENGTHS = struct.Struct(">QQ")
_META_BYTES = 256 << 20


def write_frame(pipe: BinaryIO, meta: Mapping[str, Any], table: pa.Table | None = None) -> None:
    """Write one frame.

    Parameters
    ----------
    pipe : binary file
        Open for writing.
    meta : mapping
        JSON values.
    table : pyarrow.Table or None
        Columns to send along.
    """
    text = json.dumps(meta).encode("ascii")
    body = _stream_bytes(table) if table is not None else 0
    pipe.write(_LENGTHS.pack(len(text), body))
    pipe.write(text)
    if table is not None:
        _write_stream(pipe, table)
    pipe.flush()


def read_frame(pipe: BinaryIO, *, most_bytes: int) -> tuple[dict[str, Any], pa.Table | None] | None:
    """Read one frame, or None where the pipe ends before it or inside it.

    Parameters
    ----------
    pipe : binary file
        Open for reading.
    most_bytes : int
        Longest Arrow stream that is accepted.

    Raises
    ------
    ValueError
        If a length or the Arrow stream is not what it may be.
    """
    head = pipe.read(_LENGTHS.size)
    if len(head) < _LENGTHS.size:
        return None
    text_bytes, body_bytes = _LENGTHS.unpack(head)
    if text_bytes > _META_BYTES or body_bytes > most_bytes:
        message = "a frame is longer than allowed"
        raise ValueError(message)
    text, body = pipe.read(text_bytes), pipe.read(body_bytes)
    if len(text) < text_bytes or len(body) < body_bytes:
        return None
    return json.loads(text), _table(body) if body else None


def _stream_bytes(table: pa.Table) -> int:
    import pyarrow as pa

    counter = pa.MockOutputStream()
    _write_stream(counter, table)
    return int(counter.size())


def _write_stream(sink: BinaryIO, table: pa.Table) -> None:
    import pyarrow as pa

    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


def _table(body: bytes) -> pa.Table:
    import pyarrow as pa

    table = pa.ipc.open_stream(body).read_all()
    table.validate(full=True)
    return table
