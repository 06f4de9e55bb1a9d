"""What scripts, the command line and the window all call: open, check, run, export."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from studytool.core.errors import DocumentError, SourceError, StudyError
from studytool.core.shipped import studies_shipped
from studytool.core.spec import nearest
from studytool.study import Study, parse_study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.findings import Finding
    from studytool.core.progress import Progress
    from studytool.exporters.exporter import Exporter, Output
    from studytool.memo import Memo
    from studytool.outcome import Run


def library() -> dict[str, Path]:
    """Return the studies that come with the program, by name.

    Returns
    -------
    dict of str to Path
        Name to document.
    """
    return studies_shipped()


def open_study(source: str | Path) -> Study:
    """Open a study document, or a study of the library by its name.

    Parameters
    ----------
    source : str or Path
        Path of a TOML document, or a name that `library` lists.

    Returns
    -------
    Study
        Checked; no data have been read.

    Raises
    ------
    StudyError
        If there is no such document or it asks for what does not exist.
    """
    path = Path(source)
    if not path.exists():
        path = library().get(str(source), path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        names = nearest(str(source), list(library()))
        raise SourceError(
            f"There is no file {path.name}.", where=str(source), remedy=f"In the library: {names}"
        ) from None
    except IsADirectoryError:
        raise SourceError(
            "This is a folder, not a study document.",
            where=str(source),
            remedy="Name the .toml file in it.",
        ) from None
    except UnicodeDecodeError:
        raise DocumentError(
            f"{path.name} is not a text in UTF-8.",
            where=str(source),
            remedy="Save the document as UTF-8.",
        ) from None
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be read.", where=str(source), why=error.strerror or ""
        ) from None
    return parse_study(text, folder=path.resolve().parent, source=path.name)


def check(
    study: Study,
    *,
    data: bool = False,
    allow: Sequence[Path] = (),
    progress: Progress | None = None,
) -> tuple[Finding, ...]:
    """Check that a study can be run, as far as its document says, or its data too.

    Parameters
    ----------
    study : Study
        An opened study; opening it has checked its document already.
    data : bool
        Run the whole line as well and write nothing: what passes here does not stop a run.
    allow : sequence of Path
        Folders outside the study's root that sources may lie in.
    progress : Progress, optional
        Told of each step.

    Returns
    -------
    tuple of Finding
        What to mind about data and release, the serious first; empty without `data`.

    Raises
    ------
    StudyError
        If anything would stop a run.
    """
    if not data:
        return ()
    return run(study, allow=allow, progress=progress).findings


def run(
    study: Study,
    *,
    allow: Sequence[Path] = (),
    progress: Progress | None = None,
    memo: Memo | None = None,
) -> Run:
    """Run the whole line. See `studytool.pipeline.run`, which it calls."""
    from studytool import pipeline

    return pipeline.run(study, allow=allow, progress=progress, memo=memo)


def export(
    run: Run, folder: str | Path, *, formats: Sequence[str] = (), name: str = ""
) -> tuple[Path, ...]:
    """Write what may leave the team: all files or none.

    Parameters
    ----------
    run : Run
        A finished run.
    folder : str or Path
        Where to; made if it is not there. Files of the same name are replaced.
    formats : sequence of str
        Kinds of exporters; all that apply where empty.
    name : str
        What the file is called, where one format is asked for; empty: as usual.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    StudyError
        If a format is unknown, one name is given for several files, or the folder cannot be
        written to; nothing is changed then.
    """
    target = Path(folder)
    chosen = exporters_for(formats, brief=run.output.brief is not None)
    if name and len(chosen) != 1:
        raise DocumentError("One name was given for several files.", remedy="Ask for one format.")
    refuse_unwritable(target)
    try:
        with tempfile.TemporaryDirectory(dir=target, prefix=".studytool-") as scratch:
            made = []
            for exporter in chosen:
                output, usual = _given_to(exporter, run)
                exporter.write(output, Path(scratch) / (name or usual))
                made.append(name or usual)
            files = _files_under(Path(scratch), made)
            for file in files:
                (target / file).parent.mkdir(parents=True, exist_ok=True)
                os.replace(Path(scratch) / file, target / file)  # noqa: PTH105  # one atomic step
    except OSError as error:
        raise _not_written(target, error) from error
    return tuple(target / file for file in files)


def _files_under(folder: Path, made: Sequence[str]) -> list[str]:
    """Return the files that exporters made, those inside a folder one by one."""
    found = []
    for name in made:
        inside = sorted(path for path in (folder / name).rglob("*") if path.is_file())
        found += [path.relative_to(folder).as_posix() for path in inside] or [name]
    return found


def _given_to(exporter: Exporter, run: Run) -> tuple[Output, str]:
    """Return what an exporter writes and to which file: the report, where there is no brief."""
    output = replace(run.output, material=run.material if exporter.internal else None)
    if output.brief is not None or not exporter.needs_brief:
        return output, exporter.filename
    from studytool.roi.report_brief import report_brief

    report = report_brief(
        output.title,
        run.study.report,
        material=run.material,
        tables=output.tables,
        figures=output.figures,
        returns=run.returns,
        minimum=run.study.disclosure.minimum,
    )
    return replace(output, brief=report), exporter.filename.replace("brief", "report")


def refuse_unwritable(folder: Path) -> None:
    """Make `folder` and prove that files can be written there, before long work starts.

    Raises
    ------
    SourceError
        If it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _not_written(folder, error) from error


def _not_written(folder: Path, error: OSError) -> StudyError:
    return SourceError(
        "The files cannot be written to this folder.",
        where=str(folder),
        why=error.strerror or "",
        remedy="Choose another folder with --out, or make room there.",
    )


def exporters_for(formats: Sequence[str], *, brief: bool) -> list[Exporter]:
    """Return the exporters of the formats asked for, or all that apply.

    Parameters
    ----------
    formats : sequence of str
        Kinds of exporters; all that apply where empty.
    brief : bool
        Whether there is a brief to write. Without one the Word file is written only where it is
        asked for, and holds the report.

    Raises
    ------
    DocumentError
        If there is no such format.
    """
    from studytool.core.spec import kinds
    from studytool.exporters import formats as package
    from studytool.exporters.exporter import Exporter

    known = kinds(Exporter, package)
    for name in formats:
        if name not in known:
            raise DocumentError(
                f'There is no format "{name}".', where="--as", remedy=nearest(name, list(known))
            )
    released = [name for name, kind in known.items() if not kind.internal]
    asked = formats or [name for name in released if brief or not known[name].needs_brief]
    return [known[name]() for name in asked]
