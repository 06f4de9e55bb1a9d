"""Shipped: the studies that come with the program, found without loading anything else."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def studies_shipped() -> dict[str, Path]:
    """Return the documents of the studies that come with the program, by name."""
    shipped = _PACKAGE / "library" / "analyses"
    folder = shipped if shipped.is_dir() else _PACKAGE.parent / "analyses"
    return {path.stem: path for path in sorted(folder.rglob("*.toml"))}
