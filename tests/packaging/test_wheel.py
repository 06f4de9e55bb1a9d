from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUI = ROOT / "studytool" / "gui"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout, built without a connection."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder of programs of a clean environment that holds the wheel."""
    place = tmp_path_factory.mktemp("clean")
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    paths = sysconfig.get_paths("venv", {"base": str(place), "platbase": str(place)})
    programs = Path(paths["scripts"])
    command = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "install"]
    subprocess.run(
        [*command, "--quiet", "--no-index", "--no-deps", str(wheel)], cwd=place, check=True
    )
    # the libraries, without what follows the checkout: a path file inside them is not read again
    libraries = Path(paths["purelib"]) / "libraries.pth"
    libraries.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return programs


def run(installed, folder, *arguments):
    return subprocess.run(
        [str(installed / "studytool"), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )


def test_the_library_travels_with_the_program(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("analyses", "sample_data"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        files = [path for path in files if "__pycache__" not in path.parts]
        assert files
        travelled = {f"studytool/library/{path.relative_to(ROOT).as_posix()}" for path in files}
        assert travelled <= names


@pytest.mark.parametrize(
    ("folder", "pattern"), [("fonts", "*.otf"), ("icons", "*.svg"), ("help", "*.md")]
)
def test_what_the_window_shows_travels_with_the_program(wheel, folder, pattern):
    names = set(zipfile.ZipFile(wheel).namelist())
    files = {f"studytool/gui/{folder}/{path.name}" for path in GUI.joinpath(folder).glob(pattern)}
    assert files
    assert files <= names


@pytest.mark.parametrize("folder", ["fonts", "icons"])
def test_the_licence_of_what_others_made_travels_too(wheel, folder):
    parts = [name.split("/") for name in zipfile.ZipFile(wheel).namelist()]
    inside = [part[-1] for part in parts if part[:3] == ["studytool", "gui", folder]]
    assert [name for name in inside if name.upper().startswith(("LICENSE", "OFL"))]


def test_only_the_program_is_in_the_wheel(wheel):
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"studytool", "studytool-0.1.0.dist-info"}


def test_the_program_has_its_command(wheel):
    metadata = zipfile.ZipFile(wheel).read("studytool-0.1.0.dist-info/entry_points.txt").decode()
    assert "studytool = studytool.cli:main" in metadata


@pytest.mark.slow
def test_an_installed_program_lists_its_kinds(installed, tmp_path):
    done = run(installed, tmp_path, "list", "importers")
    assert done.returncode == 0, done.stderr
    assert "spss" in done.stdout


@pytest.mark.slow
def test_an_installed_program_knows_its_library(installed, tmp_path):
    done = run(installed, tmp_path, "check", "cop_johannesburg")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_an_installed_program_comes_from_the_wheel(installed, tmp_path):
    program = "import studytool; print(studytool.__file__)"
    done = subprocess.run(
        [str(installed / "python"), "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()).is_relative_to(installed.parent)
