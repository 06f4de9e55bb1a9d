from __future__ import annotations

import struct
import zipfile

import pytest

from studytool.core.errors import SourceError
from studytool.intake.archive import inspect
from studytool.intake.limits import MEGABYTE, Limits

LIMITS = Limits()
CENTRAL = b"PK\x01\x02"
SIZE_AT, OFFSET_AT, FLAGS_AT = 24, 42, 8


def zipped(path, parts, packing=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def patched(path, at, value, *, entry=0, form="<I"):
    """Change a number in the table of contents."""
    content = bytearray(path.read_bytes())
    start = -1
    for _ in range(entry + 1):
        start = content.index(CENTRAL, start + 1)
    struct.pack_into(form, content, start + at, value)
    path.write_bytes(bytes(content))
    return path


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_parts_are_counted_as_they_unpack(tmp_path, packing):
    path = zipped(tmp_path / "a.xlsx", {"a": b"x" * 1_000_000, "b/c": b"", "d": b"yy"}, packing)
    assert inspect(path, LIMITS) == (("a", "b/c", "d"), 1_000_002)


def test_a_bomb_that_admits_it_is_refused(tmp_path):
    path = zipped(tmp_path / "a.xlsx", {"a": bytes(80 * MEGABYTE)})
    with pytest.raises(SourceError, match="unpacks to 80 MB"):
        inspect(path, LIMITS)


def test_a_large_file_that_packs_as_workbooks_do_is_let_through(tmp_path):
    path = zipped(tmp_path / "a.xlsx", {"a": bytes(80 * MEGABYTE)})
    assert inspect(path, Limits(ratio=2000))[1] == 80 * MEGABYTE
    with pytest.raises(SourceError, match="unpacks to 80 MB"):
        inspect(path, Limits(ratio=2000, unpacked_bytes=MEGABYTE))


def test_a_bomb_that_declares_a_small_size_is_counted(tmp_path):
    path = patched(zipped(tmp_path / "a.xlsx", {"a": bytes(80 * MEGABYTE)}), SIZE_AT, 1000)
    with pytest.raises(SourceError, match="unpacks to"):
        inspect(path, Limits(unpacked_bytes=10 * MEGABYTE))
    with pytest.raises(SourceError, match="damaged") as caught:
        inspect(path, LIMITS)
    assert "another size" in caught.value.why


def test_too_many_parts_are_refused(tmp_path):
    path = zipped(tmp_path / "a.xlsx", {str(n): b"" for n in range(20)})
    with pytest.raises(SourceError, match="20 parts; at most 19"):
        inspect(path, Limits(entries=19))


def test_more_parts_than_the_end_record_admits_are_refused(tmp_path):
    path = zipped(tmp_path / "a.xlsx", {str(n): b"" for n in range(20)})
    content = bytearray(path.read_bytes())
    end = content.rindex(b"PK\x05\x06")
    struct.pack_into("<HH", content, end + 8, 2, 2)
    path.write_bytes(bytes(content))
    with pytest.raises(SourceError):
        inspect(path, Limits(entries=19))


def test_parts_on_top_of_each_other_are_refused(tmp_path):
    path = zipped(tmp_path / "a.xlsx", {"a": b"x" * 999, "b": b"x" * 999})
    with pytest.raises(SourceError, match="damaged") as caught:
        inspect(patched(path, OFFSET_AT, 0, entry=1), LIMITS)
    assert "on top of each other" in caught.value.why


def test_a_file_cut_short_anywhere_is_refused(tmp_path):
    whole = zipped(tmp_path / "a.xlsx", {"a": b"abc" * 50, "b": b"def" * 50}).read_bytes()
    cut = tmp_path / "cut.xlsx"
    for length in range(1, len(whole)):
        cut.write_bytes(whole[:length])
        with pytest.raises(SourceError, match="cut short"):
            inspect(cut, LIMITS)


def test_damage_inside_a_part_is_found(tmp_path):
    path = zipped(tmp_path / "a.xlsx", {"a": bytes(range(256)) * 200})
    content = bytearray(path.read_bytes())
    content[40:80] = b"\xff" * 40
    path.write_bytes(bytes(content))
    with pytest.raises(SourceError, match="damaged"):
        inspect(path, LIMITS)


def test_packing_that_workbooks_do_not_have_is_refused(tmp_path):
    path = zipped(tmp_path / "a.xlsx", {"a": b"x" * 99}, zipfile.ZIP_LZMA)
    with pytest.raises(SourceError, match="damaged"):
        inspect(path, LIMITS)


def test_an_encrypted_part_is_called_protected(tmp_path):
    path = patched(zipped(tmp_path / "a.xlsx", {"a": b"x"}), FLAGS_AT, 1, form="<H")
    with pytest.raises(SourceError, match="password"):
        inspect(path, LIMITS)
