"""Office files as text that can be compared, line by line, with a golden file."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent / "golden" / "office"


def as_text(path: Path, wanted: str) -> str:
    """Return the parts whose names match `wanted`, one XML element a line."""
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if re.fullmatch(wanted, name)]
        parts = [f"=== {name}\n" + normalised(file.read(name).decode()) for name in names]
    return "\n".join(parts) + "\n"


def normalised(xml: str) -> str:
    """Return XML with one element a line, names of namespaces left out."""
    bare = re.sub(r'\s+xmlns(:\w+)?="[^"]*"', "", xml.replace("\r\n", "\n"))
    return re.sub(r">\s*<", ">\n<", bare).strip()


def golden(name: str) -> str:
    """Return what was written when somebody last looked and found it good."""
    return (GOLDEN / name).read_text(encoding="utf-8")
