from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from studytool.outcome import Run

# One thread a process, set before anything imports NumPy: the same bits on every machine, and the
# workers of pytest-xdist do not fight over the cores.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"
os.environ["MPLBACKEND"] = "Agg"

# The same examples in every run, however slow the machine.
settings.register_profile("studytool", deadline=None, derandomize=True, database=None)
settings.load_profile("studytool")

ROOT = Path(__file__).resolve().parent.parent


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    """The program is offline, and so are its tests."""
    outside = event == "socket.getaddrinfo" or (
        event in {"socket.connect", "socket.sendto"} and arguments[0].family != socket.AF_UNIX
    )
    if outside:
        message = f"a test reached for the network ({event})"
        raise PermissionError(message)


sys.addaudithook(_refuse_the_network)


@pytest.fixture(scope="session")
def sample_study_path() -> Path:
    """The sample study's document, in the checkout."""
    return ROOT / "analyses" / "cop_johannesburg.toml"


@pytest.fixture(scope="session")
def sample_run(sample_study_path: Path) -> Run:
    """The sample study, run once for all tests of a worker."""
    from studytool.api import open_study, run

    return run(open_study(sample_study_path))
