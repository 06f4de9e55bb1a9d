from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import asdict

import pyarrow as pa
import pytest

from studytool.intake.formats.csv import CsvImporter
from studytool.intake.frames import read_frame
from studytool.intake.limits import MEGABYTE, Limits
from studytool.intake.sandbox import fault_of

MOST = 256 * MEGABYTE


def served(*requests, ending=b""):
    """Frames that one process gives for requests, and how it ended."""
    lines = b"".join(json.dumps(request).encode() + b"\n" for request in requests)
    done = subprocess.run(
        [sys.executable, "-m", "studytool.intake.sandbox"],
        input=lines + ending,
        capture_output=True,
        check=False,
    )
    pipe, frames = io.BytesIO(done.stdout), []
    while (frame := read_frame(pipe, most_bytes=MOST)) is not None:
        frames.append(frame)
    return frames, done


def request(path, importer=None, limits=None):
    return {
        "importer": (importer or CsvImporter()).model_dump(mode="json"),
        "path": str(path),
        "limits": asdict(limits or Limits()),
    }


def test_requests_are_answered_in_order_until_there_are_no_more(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text(f"{name},x\n1,2\n")
    frames, done = served(
        request(tmp_path / "a.csv"), request(tmp_path / "none.csv"), request(tmp_path / "b.csv")
    )
    assert [sorted(meta) for meta, _ in frames] == [
        ["digest", "table"],
        ["error"],
        ["digest", "table"],
    ]
    assert [t and t.column_names[0] for _, t in frames] == ["a", None, "b"]
    assert (done.returncode, done.stderr) == (0, b"")


def test_pandas_stays_out(tmp_path):
    (tmp_path / "a.csv").write_text("a,x\n1,2\n")
    program = (
        "import sys; sys.stdin = open(sys.argv[1]); import studytool.intake.sandbox as s; s.main();"
        "sys.stderr.write(str('pandas' in sys.modules))"
    )
    (tmp_path / "requests").write_text(json.dumps(request(tmp_path / "a.csv")))
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "requests")], capture_output=True, check=True
    )
    assert done.stderr == b"False"
    assert read_frame(io.BytesIO(done.stdout), most_bytes=MOST)[1].column_names[0] == "a"


# 500: a cap that numpy would meet while it loads, if it were not loaded before the cap
@pytest.mark.parametrize("megabytes", [450, 500])
def test_a_file_that_needs_more_memory_than_allowed_is_refused_and_the_next_is_read(
    tmp_path, megabytes
):
    lines = (f"{number:0100},y\n" for number in range(400_000))
    (tmp_path / "large.csv").write_text("a,b\n" + "".join(lines))
    (tmp_path / "small.csv").write_text("a,x\n1,2\n")
    tight = Limits(memory_bytes=megabytes * MEGABYTE)
    frames, _ = served(
        request(tmp_path / "large.csv", limits=tight), request(tmp_path / "small.csv")
    )
    if sys.platform == "linux":  # the only system that holds a process to its memory
        assert "memory" in frames[0][0]["error"]["what"]
    assert frames[1][1].num_rows == 1


def test_a_parser_that_fails_is_told_without_its_words():
    with pytest.raises(ZeroDivisionError) as caught:
        CsvImporter().model_dump() and 1 / 0
    told = fault_of(caught.value)
    assert told["why"].startswith("ZeroDivisionError in test_sandbox.py, line ")
    secret = pa.ArrowInvalid("JHB-0143 said no")
    assert "JHB" not in json.dumps(fault_of(secret))
