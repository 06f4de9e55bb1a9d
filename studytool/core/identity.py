"""Digests of files, specs and tables, and seeds derived from them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = 1 << 20


def text_digest(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hexadecimal digits.

    Parameters
    ----------
    path : Path
        A readable file.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def derived_seed(seed: int, *names: str) -> int:
    """Return a seed for one use, from the study's seed and the names of the use.

    Parameters
    ----------
    seed : int
        The study's seed.
    *names : str
        What the random numbers are for, such as a model's name.

    Returns
    -------
    int
        Between 0 and 2**63 - 1; the same for the same arguments on every machine.
    """
    text = "\x1f".join((str(seed), *names))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big") >> 1
