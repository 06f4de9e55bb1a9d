r"""From a fresh clone to a brief, to tested code: one command each, nothing to prepare.

    python3 packaging/dev.py demo          run the sample study; the brief and the workbook
    python3 packaging/dev.py test [...]    style, types, order of the packages, tests
    python3 packaging/dev.py tour OUT      a picture of every screen, and a page that shows them
    python3 packaging/dev.py tour --help-pages   the pictures in the pages of the help, anew
    python3 packaging/dev.py bench         speed, measured against what it must reach
    python3 packaging/dev.py coverage [...]   how often the intervals are right, by simulation
    python3 packaging/dev.py lock          choose the versions of the libraries anew

On Windows: ``py packaging\dev.py demo``. Only the standard library is used, and the file can be
read by Python 3.8, so that it can say that a newer one is needed.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
PYPROJECT = ROOT / "pyproject.toml"
STAMP = VENV / "installed.sha256"
DEMO_STUDY = "analyses/cop_johannesburg.toml"
DEMO_OUT = "build/demo"
HELP_PAGES = "--help-pages"
TAKES_MORE = ("test", "tour", "coverage")
OLDEST = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")
# South Africa, whose users we have, and Germany, where the C library writes decimal commas.
TEST_LOCALES = ("en_ZA", "de_DE", "zu_ZA")
# What Qt loads on Linux and does not bring along: the library, and the Debian package it is in.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
# What it needs besides to stand on a screen; pictures and tests do without one.
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-shape.so.0": "libxcb-shape0",
}
# What an exported R program asks for, and a test runs.
R_PACKAGES = {"sandwich": "r-cran-sandwich", "clubSandwich": "r-cran-clubsandwich"}
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
UV_OPTIONS = (
    *("--extra=dev", "--extra=library", "--universal", "--python-version=3.11"),
    *("--upgrade", "--quiet"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"),
    "--output-file=packaging/requirements.lock",
)


class SetUpError(Exception):
    """The set-up cannot go on; the message says what is missing and what to do."""


def say(text: str) -> None:
    """Print one line at once, so that it stands before the output of what follows."""
    print(text, flush=True)


def call(command: list[str], *, env: dict[str, str] | None = None) -> int:
    """Run a command in the project's folder and return its exit status."""
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def must(command: list[str], failure: str) -> None:
    """Run a command; raise SetUpError with `failure` when it does not succeed."""
    if call(command) != 0:
        raise SetUpError(failure)


# Python and the packages of the operating system


def version_of(command: list[str]) -> tuple[int, ...]:
    """Return the version of a Python, or an empty tuple where there is none."""
    ask = [*command, "-c", "import sys; print(sys.version_info[0], sys.version_info[1])"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(part) for part in answer.split())


def dotted(version: tuple[int, ...]) -> str:
    """Return a version as people write it."""
    return ".".join(str(part) for part in version)


def find_python() -> list[str]:
    """Return the command of a Python that is new enough, the one running this first."""
    if sys.version_info[:2] >= OLDEST:
        return [sys.executable]
    launchers = [["py", "-3"]] if os.name == "nt" else []
    for command in [*launchers, *([name] for name in NEWER_NAMES)]:
        if version_of(command) >= OLDEST:
            return command
    wanted, running = dotted(OLDEST), dotted(sys.version_info[:2])
    raise SetUpError(
        f"studytool needs Python {wanted} or newer; this is Python {running} and no newer one was "
        f"found. Install it from python.org, or on Debian 12 or Ubuntu 24.04 with "
        f"'apt-get install python3'."
    )


def on_debian_as_root() -> bool:
    """Whether packages of the operating system can be installed without asking anybody."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return is_root and Path("/etc/debian_version").exists() and bool(shutil.which("apt-get"))


def apt_install(*packages: str) -> None:
    """Install Debian packages, with the package lists brought up to date first."""
    say(f"Installing {' '.join(packages)} ...")
    unasked = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "--quiet", *step],
            env=unasked,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        raise SetUpError(f"apt-get could not install {' '.join(packages)}:\n{done.stdout}")


def can_make_environments(python: list[str]) -> bool:
    """Whether this Python has venv and ensurepip (Debian ships them apart)."""
    test = [*python, "-c", "import venv, ensurepip"]
    return subprocess.run(test, capture_output=True, check=False).returncode == 0


def need_venv_module(python: list[str]) -> None:
    """Install what Debian leaves out of Python, or say what to install."""
    if can_make_environments(python):
        return
    package = f"python{dotted(version_of(python))}-venv"
    if on_debian_as_root():
        apt_install(package)
    if not can_make_environments(python):
        raise SetUpError(
            f"This Python cannot make virtual environments. On Debian or Ubuntu run "
            f"'sudo apt-get install {package}' and start again."
        )


def has_locale(name: str) -> bool:
    """Whether the operating system knows a locale such as en_ZA.UTF-8."""
    if not shutil.which("locale"):
        return True
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout
    return any(line.lower().startswith(f"{name.lower()}.utf") for line in known.splitlines())


def need_locale(name: str) -> None:
    """Make a locale in which a test runs, or say how."""
    if has_locale(name):
        return
    if on_debian_as_root():
        if not Path("/usr/share/i18n/locales", name).exists():
            apt_install("locales")
        must(
            ["localedef", "-i", name, "-f", "UTF-8", f"{name}.UTF-8"],
            f"localedef could not make {name}.UTF-8.",
        )
    else:
        say(
            f"A test needs the locale {name}.UTF-8, which this machine lacks. On Debian or "
            f"Ubuntu: sudo apt-get install locales && sudo localedef -i {name} -f UTF-8 "
            f"{name}.UTF-8"
        )


def lacks_library(name: str) -> bool:
    """Whether the operating system cannot load a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return True
    return False


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """Return the Debian packages of the libraries that cannot be loaded."""
    return [package for name, package in libraries.items() if lacks_library(name)]


def need_qt_libraries() -> None:
    """Install what Qt needs of a bare Linux, or say what to install."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_packages({**QT_LIBRARIES, **SCREEN_LIBRARIES})
    if not missing:
        return
    if on_debian_as_root():
        apt_install(*missing)
    else:
        say(
            "The window needs libraries that this machine lacks. On Debian or Ubuntu: "
            f"sudo apt-get install {' '.join(missing)}"
        )


def has_r() -> bool:
    """Whether R is there with the packages that an exported program asks for."""
    asked = "; ".join(f"library({name})" for name in R_PACKAGES)
    if not shutil.which("Rscript"):
        return False
    test = ["Rscript", "-e", asked]
    return subprocess.run(test, capture_output=True, check=False).returncode == 0


def need_r() -> None:
    """Install R, in which a test runs an exported program, or say how."""
    if not sys.platform.startswith("linux") or has_r():
        return
    packages = ["r-base-core", *R_PACKAGES.values()]
    if on_debian_as_root():
        apt_install(*packages)
    else:
        say(
            "A test runs an exported program in R, which this machine lacks. On Debian or "
            f"Ubuntu: sudo apt-get install {' '.join(packages)}"
        )


# The environment in .venv


def in_venv(name: str) -> str:
    """Return the path of a program of the environment."""
    folder = VENV / "Scripts" if os.name == "nt" else VENV / "bin"
    return str(folder / (name + ".exe" if os.name == "nt" else name))


def make_environment() -> None:
    """Make .venv unless a working one is there."""
    if version_of([in_venv("python")]) >= OLDEST:
        return
    python = find_python()
    need_venv_module(python)
    say("Making .venv ...")
    must([*python, "-m", "venv", "--clear", str(VENV)], f"{VENV} could not be made.")


def wanted_digest() -> str:
    """Return the digest of everything that decides what is installed."""
    digest = hashlib.sha256()
    for source in (LOCK, PYPROJECT):
        digest.update(source.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def is_installed(stamp: Path, wanted: str) -> bool:
    """Whether the stamp says that what is wanted has been installed."""
    return stamp.exists() and stamp.read_text(encoding="ascii").strip() == wanted


def install() -> None:
    """Install the locked libraries, then the project as it stands in this folder."""
    wanted = wanted_digest()
    if is_installed(STAMP, wanted):
        return
    say("Installing the libraries (a few minutes the first time) ...")
    pip = [in_venv("python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    must(
        [*pip, "--require-hashes", "--requirement", str(LOCK)],
        "The libraries could not be installed; the lines above say why. A connection is needed.",
    )
    must(
        [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
        "studytool itself could not be installed; the lines above say why.",
    )
    STAMP.write_text(wanted + "\n", encoding="ascii")


def set_up() -> None:
    """Bring .venv to the state that the lock and pyproject.toml describe."""
    make_environment()
    install()
    need_qt_libraries()


# The commands


def has_screen() -> bool:
    """Whether a window can be shown to somebody."""
    if os.environ.get("CI"):
        return False
    displays = (os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY"))
    return any(displays) or platform.system() != "Linux"


def demo() -> int:
    """Run the sample study, say where its files are, and show the window if there is a screen."""
    set_up()
    out = ROOT / DEMO_OUT
    status = call([in_venv("studytool"), "run", DEMO_STUDY, "--out", DEMO_OUT])
    if status == 0:
        say(f"\nThe sample study is in {out}:")
        for path in sorted(out.rglob("*")):
            if path.is_file():
                say(f"  {path.relative_to(out)}")
        if has_screen():
            say("\nThe window opens with the same study; close it to end.")
            return call([in_venv("studytool"), "gui", DEMO_STUDY])
    return status


def checks() -> list[tuple[str, list[str]]]:
    """Return the checks that come before the tests: name and command."""
    python = in_venv("python")
    return [
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [python, "-m", "mypy"]),
        ("import contracts", [in_venv("lint-imports"), "--no-logo", "--no-cache"]),
    ]


def test(pytest_arguments: list[str]) -> int:
    """Run every check, whatever the one before said, the tests last."""
    set_up()
    for name in TEST_LOCALES:
        need_locale(name)
    need_r()
    failed = []
    for name, command in checks():
        say(f"== {name}")
        if call(command) != 0:
            failed.append(name)
    say("== checks before the tests: " + (f"FAILED: {', '.join(failed)}" if failed else "passed"))
    tests = call([in_venv("python"), "-m", "pytest", "-n", "2", *pytest_arguments])
    return 1 if failed or tests else 0


def help_pictures() -> int:
    """Take the pictures in the pages of the help anew."""
    set_up()
    screen = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1"}
    command = [in_venv("python"), "-m", "studytool.gui.help_pictures"]
    failed = call(command, env={**os.environ, **ONE_THREAD, **screen}) != 0
    if not failed:
        say("The pictures of the help are those of the window as it is now.")
    return 1 if failed else 0


def tour(out: str) -> int:
    """Drive the window through every screen and write its pictures into a folder."""
    if out == HELP_PAGES:
        return help_pictures()
    set_up()
    folder = Path(out).resolve()
    command = [in_venv("python"), "-m", "studytool.gui.tour", str(folder)]
    failed = 0
    for scale in ("1", "2"):
        screen = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
        failed += call(command, env={**os.environ, **ONE_THREAD, **screen}) != 0
    if not failed:
        say(f"The pictures are in {folder}; open {folder / 'index.html'}.")
    return 1 if failed else 0


def measure(bench: Path) -> list[dict[str, object]]:
    """Run one bench in a process of its own and return its rows."""
    program = (
        "import json, runpy, sys; rows = runpy.run_path(sys.argv[1])['run'](); "
        "open(sys.argv[2], 'w', encoding='utf-8').write(json.dumps(rows, default=float))"
    )
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "rows.json"
        command = [in_venv("python"), "-c", program, str(bench), str(answer)]
        if call(command, env={**os.environ, **ONE_THREAD}) != 0:
            return [{"name": f"{bench.name} stopped with an error", "holds": False}]
        return list(json.loads(answer.read_text(encoding="utf-8")))


def cell(value: object) -> str:
    """Return a value as it stands in the table of the bench."""
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def bench_table(rows: list[dict[str, object]]) -> str:
    """Lay the rows out as one table of text."""
    keys = ("name", "ours_ms", "theirs_ms", "ratio", "needed", "holds")
    lines = [keys, *(tuple(cell(row.get(key, "")) for key in keys) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(keys))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0])] + [t.rjust(w) for t, w in zip(line[1:], widths[1:])])
        for line in lines
    )


def bench() -> int:
    """Measure every bench and say whether each number holds."""
    set_up()
    rows = []
    for path in sorted((ROOT / "tests" / "bench").glob("bench_*.py")):
        say(f"== {path.name}")
        rows.extend(measure(path))
    say(bench_table(rows))
    return 0 if rows and all(row["holds"] for row in rows) else 1


def coverage(arguments: list[str]) -> int:
    """Run the coverage study anew: minutes; the table and its page are in tests/coverage."""
    set_up()
    command = [in_venv("python"), "-m", "tests.coverage.study", *arguments]
    return call(command, env={**os.environ, **ONE_THREAD})


def lock() -> int:
    """Choose the newest versions that pyproject.toml allows and write the lock."""
    python = find_python()
    need_venv_module(python)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "uv"
        must([*python, "-m", "venv", str(place)], "No environment for uv could be made.")
        inside = str(place / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
        must([inside, "-m", "pip", "install", "--quiet", "uv"], "uv could not be installed.")
        must(
            [inside, "-m", "uv", "pip", "compile", "pyproject.toml", *UV_OPTIONS],
            "uv could not choose the versions.",
        )
    if "://" in LOCK.read_text(encoding="utf-8"):
        raise SetUpError(f"{LOCK} names an address; it must hold versions and hashes only.")
    say(f"{LOCK.relative_to(ROOT)} is up to date.")
    return 0


def main(arguments: list[str]) -> int:
    """Run the command that was asked for and return its exit status."""
    parser = argparse.ArgumentParser(description="Set up, demonstrate, test and measure studytool.")
    parser.add_argument("command", choices=[*TAKES_MORE, "demo", "bench", "lock"])
    parser.add_argument(
        "rest",
        nargs=argparse.REMAINDER,
        help="after test: handed to pytest; after tour: a folder; after coverage: --runs, --uses",
    )
    asked = parser.parse_args(arguments)
    if asked.rest and asked.command not in TAKES_MORE:
        parser.error(f"{asked.command} takes no arguments, but got: {' '.join(asked.rest)}")
    if asked.command == "tour" and len(asked.rest) != 1:
        parser.error("tour takes one argument, the folder for the pictures")
    try:
        if asked.command == "test":
            return test(asked.rest)
        if asked.command == "tour":
            return tour(asked.rest[0])
        if asked.command == "coverage":
            return coverage(asked.rest)
        return {"demo": demo, "bench": bench, "lock": lock}[asked.command]()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
