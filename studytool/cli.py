"""The command line: ``studytool run | check | list | schema | export | gui``.

Without a command it opens the window.

Exit status: 0 done; 1 done, but a published number does not hold; 2 the study asks for what
cannot be done; 70 a fault of our own; 130 cancelled. Progress and messages go to stderr; stdout
carries only what was asked for.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from studytool.core.errors import SourceError, StudyError
from studytool.core.progress import Cancelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.findings import Finding
    from studytool.outcome import Run

DONE, DIFFERS, REFUSED, FAULT, CANCELLED = 0, 1, 2, 70, 130
_CELLS_TOLD = 5
_PIPED = 80
_LISTED = (
    "importers", "measures", "rules", "analyses", "models", "sensitivity", "tables", "charts",
    "exporters", "methods",
)  # fmt: skip


class Teller:
    """Progress on stderr: one line that is rewritten on a terminal, lines otherwise."""

    def __init__(self) -> None:
        self._rewrites = sys.stderr.isatty()
        self._last = ""

    def step(self, message: str, done: int, total: int) -> None:
        """Show what is under way, once for each new message."""
        if message == self._last:
            return
        self._last = message
        if self._rewrites:
            bar = "#" * round(20 * done / max(total, 1))
            sys.stderr.write(f"\r\x1b[K[{bar:<20}] {message}")
        else:
            sys.stderr.write(f"{message}\n")
        sys.stderr.flush()

    def close(self) -> None:
        """Clear the line that is rewritten."""
        if self._rewrites:
            sys.stderr.write("\r\x1b[K")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    whole = argparse.ArgumentParser(
        prog="studytool", description="From survey waves to a brief that a funder can read."
    )
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")
    whole.set_defaults(command="gui", document=None)
    run = commands.add_parser("run", help="run the whole line and write its files")
    _takes_study(run)
    run.add_argument("--out", metavar="DIR", help="folder for the brief and the workbook")
    run.add_argument("--json", action="store_true", help="every number on stdout, unsuppressed")
    check = commands.add_parser("check", help="check the document, and with --data the data")
    _takes_study(check)
    check.add_argument("--data", action="store_true", help="read and check the files too")
    check.add_argument("--json", action="store_true", help="findings as JSON on stdout")
    listed = commands.add_parser("list", help="what this program knows")
    listed.add_argument("what", nargs="?", choices=_LISTED, help="one family only")
    commands.add_parser("schema", help="JSON Schema of the study document")
    export = commands.add_parser("export", help="run, and write the formats asked for")
    _takes_study(export)
    export.add_argument("--as", dest="formats", default="", metavar="A,B", help="such as docx,xlsx")
    export.add_argument("--out", metavar="DIR", required=True, help="folder for the files")
    window = commands.add_parser("gui", help="open the window; so does no command at all")
    window.add_argument("document", nargs="?", metavar="FILE", help="a study document to open")
    return whole


def _takes_study(command: argparse.ArgumentParser) -> None:
    command.add_argument("study", metavar="STUDY", help="a study document, or a library name")
    command.add_argument(
        "--allow", action="append", default=[], metavar="DIR", type=Path,
        help="a folder outside the study's root that files may lie in",
    )  # fmt: skip
    command.add_argument(
        "--show-values", action="store_true",
        help="show IDs and answers in messages; never send such output on",
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after the program's name; those of the process where absent.

    Returns
    -------
    int
        0, 1, 2, 70 or 130, as the module says.
    """
    asked = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return _COMMANDS[asked.command](asked)
    except StudyError as error:
        values = getattr(asked, "show_values", False)
        _tell_findings(error.findings, values=values)
        _tell_error(error, values=values)
        return REFUSED
    except (KeyboardInterrupt, Cancelled):
        sys.stderr.write("\nCancelled. Nothing was written.\n")
        return CANCELLED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except Exception as fault:  # noqa: BLE001  # the one place where our own faults end
        return _tell_fault(fault)


def _tell_error(error: StudyError, *, values: bool) -> None:
    sys.stderr.write(f"\n{error}\n")
    for note in getattr(error, "__notes__", ()):
        sys.stderr.write(f"\n{note}\n")
    if values and error.values:
        sys.stderr.write(f"values: {', '.join(error.values)}\n")


def _tell_fault(fault: Exception) -> int:
    from studytool.core.crash import report_of, write_report

    path = write_report(fault)
    sys.stderr.write("\nThis is a fault of the program, not of your study. Nothing was lost.\n")
    sys.stderr.write(f"Report, without any data: {path}\n" if path else report_of(fault))
    return FAULT


def _tell_findings(findings: Sequence[Finding], *, values: bool) -> None:
    for finding in findings:
        where = f" ({finding.where})" if finding.where else ""
        sys.stderr.write(f"{finding.word}: {finding.message}{where}\n")
        for cell in finding.cells[:_CELLS_TOLD]:
            sys.stderr.write(f"    {cell}\n")
        if len(finding.cells) > _CELLS_TOLD:
            sys.stderr.write(f"    and {len(finding.cells) - _CELLS_TOLD} more; --json has them\n")
        if finding.remedy:
            sys.stderr.write(f"    {finding.remedy}\n")
        if values and finding.values:
            sys.stderr.write(f"    values: {', '.join(finding.values)}\n")


def _finished(asked: argparse.Namespace) -> Run:
    from studytool.api import open_study, run

    teller = Teller()
    try:
        return run(open_study(asked.study), allow=asked.allow, progress=teller)
    finally:
        teller.close()


def _run(asked: argparse.Namespace) -> int:
    from studytool.api import export, refuse_unwritable

    if asked.out:
        refuse_unwritable(Path(asked.out))
    made = _finished(asked)
    _tell_findings(made.findings, values=asked.show_values)
    if asked.json:
        from studytool.record import record_of, to_json

        sys.stdout.write(to_json(record_of(made)) + "\n")
    else:
        from studytool.report.text import as_text

        for number, table in enumerate(made.output.tables.values(), start=1):
            sys.stdout.write(as_text(table, number=number) + "\n\n")
        _tell_reproduced(made)
    if asked.out:
        _tell_files(export(made, asked.out))
    return _judged(made)


def _tell_reproduced(made: Run) -> None:
    from studytool.report.checklist import as_lines

    about = made.study.about
    if made.reproduced:
        sys.stdout.write(as_lines(made.reproduced) + "\n")
    if made.reproduced and about is not None and about.differs:
        sys.stdout.write(textwrap.fill(f"Print and ours: {about.differs}", _PIPED) + "\n")


def _tell_files(paths: Sequence[Path]) -> None:
    for path in paths:
        sys.stderr.write(f"Written: {path}\n")


def _judged(made: Run) -> int:
    missed = [number for number in made.reproduced if not number.holds]
    for number in missed:
        sys.stderr.write(
            f"Does not hold: {number.quantity} is published as {number.published}, "
            f"ours is {number.ours} ({number.source}).\n"
        )
    return DIFFERS if missed else DONE


def _check(asked: argparse.Namespace) -> int:
    from studytool.api import check, open_study

    study = open_study(asked.study)
    teller = Teller()
    try:
        found = check(study, data=asked.data, allow=asked.allow, progress=teller)
    finally:
        teller.close()
    if asked.json:
        from studytool.record import finding_record, to_json

        record = {"title": study.title, "findings": [finding_record(f) for f in found]}
        sys.stdout.write(to_json(record) + "\n")
    else:
        _tell_findings(found, values=asked.show_values)
        done = "document and data" if asked.data else "document"
        sys.stdout.write(f"{study.title}: {done} checked, nothing stops a run.\n")
    return DONE


def _list(asked: argparse.Namespace) -> int:
    from studytool.catalogue import catalogue, methods

    if asked.what == "methods":
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPED
        sys.stdout.write(methods(width=width) + "\n")
        return DONE
    for family, members in catalogue().items():
        if asked.what in (None, family):
            sys.stdout.write(f"{family}\n")
            sys.stdout.writelines(f"  {kind:<16} {words}\n" for kind, words in members.items())
    return DONE


def _schema(_: argparse.Namespace) -> int:
    from studytool.study import Study

    sys.stdout.write(json.dumps(Study.model_json_schema(), indent=1, ensure_ascii=False) + "\n")
    return DONE


def _export(asked: argparse.Namespace) -> int:
    from studytool.api import export, exporters_for, open_study, refuse_unwritable

    formats = [word.strip() for word in asked.formats.split(",") if word.strip()]
    exporters_for(formats, brief=open_study(asked.study).brief is not None)
    refuse_unwritable(Path(asked.out))
    made = _finished(asked)
    _tell_findings(made.findings, values=asked.show_values)
    _tell_files(export(made, asked.out, formats=formats))
    return _judged(made)


def _gui(asked: argparse.Namespace) -> int:
    try:
        from studytool.gui.start import main as show
    except ImportError as error:
        raise SourceError(
            "The window needs Qt, which cannot be loaded here.",
            why=str(error),
            remedy="Install the program with its window, or use: studytool run STUDY",
        ) from error
    return show(asked.document)


_COMMANDS = {
    "run": _run,
    "check": _check,
    "list": _list,
    "schema": _schema,
    "export": _export,
    "gui": _gui,
}
