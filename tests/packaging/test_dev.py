from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "dev.py"
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", LOCK, flags=re.MULTILINE))

PROJECT = tomllib.loads(PYPROJECT)["project"]
NEEDED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]

# Stands in for the programs of an environment: notes its arguments and says that it failed.
FAILING_TOOL = """#!/bin/sh
case "$1" in
  -c) echo 3 11 ;;
  *) echo "$0" "$@" >>{log}; exit 1 ;;
esac
"""


@pytest.fixture
def dev():
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_can_read_it():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_uses_the_standard_library_only():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [getattr(node, "module", None) or node.names[0].name for node in imports]
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_says_which_python_is_missing(dev, monkeypatch):
    monkeypatch.setattr(dev, "OLDEST", (99, 0))
    with pytest.raises(dev.SetUpError, match=r"needs Python 99\.0 or newer; this is Python 3\."):
        dev.find_python()


def test_a_program_that_is_not_there_has_no_version(dev):
    assert dev.version_of(["no-such-python"]) == ()
    assert dev.version_of([sys.executable]) == sys.version_info[:2]


def test_what_is_installed_is_not_installed_again(dev, tmp_path):
    stamp = tmp_path / "stamp"
    assert not dev.is_installed(stamp, "a")
    stamp.write_text("a\n", encoding="ascii")
    assert dev.is_installed(stamp, "a")
    assert not dev.is_installed(stamp, "b")


@pytest.mark.parametrize("name", ["LOCK", "PYPROJECT"])
def test_a_change_of_lock_or_project_is_installed(dev, monkeypatch, tmp_path, name):
    before = dev.wanted_digest()
    copy = tmp_path / "copy"
    shutil.copy(getattr(dev, name), copy)
    monkeypatch.setattr(dev, name, copy)
    assert dev.wanted_digest() == before
    copy.write_text(copy.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    assert dev.wanted_digest() != before


def test_a_checkout_with_windows_line_ends_is_the_same(dev, monkeypatch, tmp_path):
    before = dev.wanted_digest()
    copy = tmp_path / "copy"
    copy.write_bytes(dev.LOCK.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(dev, "LOCK", copy)
    assert dev.wanted_digest() == before


@pytest.fixture
def failing_environment(dev, monkeypatch, tmp_path):
    log = tmp_path / "log"
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("python", "lint-imports", "studytool"):
        program = programs / name
        program.write_text(FAILING_TOOL.format(log=log), encoding="ascii")
        program.chmod(0o755)
    stamp = tmp_path / "stamp"
    stamp.write_text(dev.wanted_digest(), encoding="ascii")
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "STAMP", stamp)
    monkeypatch.setattr(dev, "TEST_LOCALES", ("C",))
    return log


def test_every_check_runs_although_one_failed_and_pytest_is_last(dev, failing_environment, capfd):
    assert dev.main(["test", "-k", "panel", "tests/survey"]) == 1
    calls = failing_environment.read_text(encoding="ascii").splitlines()
    assert [re.sub(r"^\S+/bin/(python -m )?", "", call) for call in calls] == [
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "lint-imports --no-logo --no-cache",
        "pytest -n 2 -k panel tests/survey",
    ]
    last_line = capfd.readouterr().out.splitlines()[-1]
    assert last_line.endswith("FAILED: ruff check, ruff format, mypy, import contracts")


def test_a_demo_that_fails_says_so(dev, failing_environment):
    assert dev.main(["demo"]) == 1
    assert "run analyses/cop_johannesburg.toml --out build/demo" in failing_environment.read_text()


def test_a_tour_that_fails_says_so(dev, failing_environment, tmp_path, capsys):
    assert dev.main(["tour", str(tmp_path / "pictures")]) == 1
    assert f"-m studytool.gui.tour {tmp_path / 'pictures'}" in failing_environment.read_text()
    assert "index.html" not in capsys.readouterr().out


def test_a_tour_needs_a_folder(dev, capsys):
    with pytest.raises(SystemExit):
        dev.main(["tour"])
    assert "tour takes one argument, the folder for the pictures" in capsys.readouterr().err


def test_the_pictures_of_the_help_are_taken_by_the_tour(dev, failing_environment, capsys):
    assert dev.main(["tour", "--help-pages"]) == 1
    assert failing_environment.read_text().endswith("-m studytool.gui.help_pictures\n")
    assert "as it is now" not in capsys.readouterr().out


def test_a_library_that_is_missing_is_told_by_its_package(dev):
    libraries = {"libc.so.6": "libc6", "libnosuch.so.9": "libnosuch9"}
    expected = ["libnosuch9"] if sys.platform.startswith("linux") else ["libc6", "libnosuch9"]
    assert dev.missing_packages(libraries) == expected


def test_who_may_not_install_is_told_what_to_install(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "QT_LIBRARIES", {"libnosuch.so.9": "libnosuch9"})
    monkeypatch.setattr(dev, "SCREEN_LIBRARIES", {})
    monkeypatch.setattr(dev, "on_debian_as_root", lambda: False)
    dev.need_qt_libraries()
    assert "sudo apt-get install libnosuch9" in capsys.readouterr().out


def test_who_lacks_r_is_told_what_to_install(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "R_PACKAGES", {"no.such.package": "r-cran-nosuch"})
    monkeypatch.setattr(dev, "on_debian_as_root", lambda: False)
    assert not dev.has_r()
    dev.need_r()
    assert "sudo apt-get install r-base-core r-cran-nosuch" in capsys.readouterr().out


def test_only_test_takes_arguments(dev, capsys):
    with pytest.raises(SystemExit):
        dev.main(["demo", "--fast"])
    assert "demo takes no arguments, but got: --fast" in capsys.readouterr().err


def test_a_bench_is_measured_in_a_process_of_its_own(dev, monkeypatch, tmp_path):
    bench = tmp_path / "bench_one.py"
    bench.write_text(
        "import os\n"
        "def run():\n"
        "    print('chatter')\n"
        "    return [{'name': os.environ['OMP_NUM_THREADS'], 'ours_ms': os.getpid(),"
        " 'holds': True}]\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(dev, "VENV", Path(sys.prefix))
    (row,) = dev.measure(bench)
    assert row["name"] == "1"
    assert row["holds"] is True
    assert row["ours_ms"] != os.getpid()


def test_a_bench_that_stops_does_not_hold(dev, monkeypatch, tmp_path, capfd):
    bench = tmp_path / "bench_two.py"
    bench.write_text("def run():\n    raise ValueError('no data')\n", encoding="utf-8")
    monkeypatch.setattr(dev, "VENV", Path(sys.prefix))
    (row,) = dev.measure(bench)
    assert row == {"name": "bench_two.py stopped with an error", "holds": False}
    assert "no data" in capfd.readouterr().err


def test_the_coverage_study_takes_its_own_arguments(dev, monkeypatch, capfd):
    monkeypatch.setattr(dev, "VENV", Path(sys.prefix))
    monkeypatch.setattr(dev, "set_up", lambda: None)
    assert dev.main(["coverage", "--runs", "5"]) == 2
    assert "at least 60 runs" in capfd.readouterr().err


def test_the_bench_is_one_table(dev):
    rows = [
        {"name": "a", "ours_ms": 1.23456, "ratio": 30.0, "needed": "30x", "holds": True},
        {"name": "longer", "holds": False},
    ]
    assert dev.bench_table(rows).splitlines() == [
        "name    ours_ms  theirs_ms  ratio  needed  holds",
        "a         1.235                30     30x    yes",
        "longer                                        NO",
    ]


def test_the_lock_holds_versions_and_hashes_and_no_addresses():
    assert "://" not in LOCK
    blocks = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(re.findall(r"^\S+==", LOCK, flags=re.MULTILINE))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("line", NEEDED)
def test_what_the_project_needs_is_locked(line):
    requirement = Requirement(line)
    version = LOCKED[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version)


@pytest.mark.parametrize("line", NEEDED)
def test_every_dependency_says_what_it_is_for(line):
    lines = PYPROJECT.splitlines()
    places = [number for number, text in enumerate(lines) if text.strip() == f'"{line}",']
    assert places
    for place in places:
        assert re.match(r"\s*# \w+.{10,}", lines[place - 1])


def test_continuous_integration_runs_the_same_command():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").endswith("exec python3 packaging/dev.py test\n")
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0


@pytest.mark.parametrize(
    ("environment", "there"),
    [({}, False), ({"DISPLAY": ":0"}, True), ({"DISPLAY": ":0", "CI": "true"}, False)],
)
def test_the_window_is_shown_only_where_somebody_can_see_it(dev, monkeypatch, environment, there):
    monkeypatch.setattr(dev.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "CI"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert dev.has_screen() is there
