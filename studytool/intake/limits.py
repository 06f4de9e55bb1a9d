"""How much a file from outside may take before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one file and on the process that reads it.

    Attributes
    ----------
    file_bytes : int
        Largest file, in bytes on disk.
    unpacked_bytes : int
        Largest content of a packed file (every xlsx is one), in bytes after unpacking.
    ratio : float
        Largest content of a packed file as a multiple of its size on disk; acts above
        50 megabytes of content, because small workbooks pack well.
    entries : int
        Most parts in a packed file.
    memory_bytes : int
        Most memory the reading process may ask for; files that need less are given less.
    seconds : float
        Longest time for one file, in seconds.
    """

    file_bytes: int = 1024 * MEGABYTE
    unpacked_bytes: int = 2048 * MEGABYTE
    ratio: float = 200.0
    entries: int = 10_000
    memory_bytes: int = 6144 * MEGABYTE
    seconds: float = 300.0
