from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.progress import Silent
from studytool.models.estimators.synthetic_did import SyntheticDid
from tests.simulate import make_panel

ROOT = Path(__file__).resolve().parents[3]


def fit(panel, **options):
    asked = {"name": "m", "outcome": "y", "treatment": "d", **options}
    return SyntheticDid(**asked).fit(panel, seed=99, progress=Silent())


def test_by_hand():
    """Treated 2 to 9; others 1 to 3 and 1 to 1: 7 less the mean of 2 and 0."""
    frame = pd.DataFrame(
        {
            "child_id": ["A", "A", "B", "B", "C", "C"],
            "wave": [1, 2] * 3,
            "y": [2.0, 9.0, 1.0, 3.0, 1.0, 1.0],
            "d": [0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
        }
    )
    found = fit(make_panel(frame, levels={}))
    assert found.estimates["att"].estimate == pytest.approx(6)
    assert found.weights["unit"] == {"2": pytest.approx(0.5), "3": pytest.approx(0.5)}
    assert found.weights["time"] == {"1": pytest.approx(1)}


def test_proposition_99_as_the_r_package_has_it():
    """-15.60383 by synthdid 0.0.9 (California's programme; Arkhangelsky et al. 2021, table 1).

    The years that count, 1986 to 1988 with .366, .206, .427, are those of the package's summary.
    """
    frame = pd.read_csv(ROOT / "sample_data" / "published" / "prop99.csv")
    names = {"State": "child_id", "Year": "wave", "packs": "y", "treated": "d"}
    found = fit(make_panel(frame.rename(columns=names), levels={}))
    effect = found.estimates["att"]
    assert effect.estimate == pytest.approx(-15.60383, abs=5e-6)
    assert effect.std_error == pytest.approx(8.4, abs=3.5)
    years = {"1986": 0.366, "1987": 0.206, "1988": 0.427}
    assert found.weights["time"] == pytest.approx(years, abs=6e-4)


@pytest.mark.parametrize(
    "options", [{"controls": ["x"]}, {"weights": "w"}, {"cluster": ["person"]}, {"window": [-1, 1]}]
)
def test_options_without_a_place_are_refused(options):
    with pytest.raises(ValidationError, match="no place"):
        SyntheticDid(name="m", outcome="y", treatment="d", **options)
