"""Make the synthetic CoP study: ``python sample_data/generate.py [--out FOLDER]``.

One seed (``generator/settings.py``) gives one study, the same bytes every time. The package
``generator`` beside this file builds it in order: people, answers, services, then the mess that
fieldwork makes of clean tables, and the decisions taken about it. ``truth.json`` says what is
true of it: the effects, the rules of assignment and attrition, the counts behind the
percentages. Nothing in it describes a real person.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sample_data.generator import files, mess, records, truth  # noqa: E402 - found from the line above
from sample_data.generator.costs import cost_sheet  # noqa: E402 - as above
from sample_data.generator.labels import LABELS  # noqa: E402 - as above
from sample_data.generator.settings import SEED  # noqa: E402 - as above
from sample_data.generator.tables import child_table, household_table  # noqa: E402 - as above
from sample_data.generator.world import World, build, stream  # noqa: E402 - as above


def write_waves(world: World, folder: Path) -> None:
    """Write the children and households of every wave and site, and the decisions."""
    slips = mess.choose(world, stream(SEED, 20))
    children = [
        child_table(world, wave, johannesburg=True, rng=stream(SEED, 20 + wave))
        for wave in (1, 2, 3)
    ]
    homes = [
        household_table(world, wave, johannesburg=True, rng=stream(SEED, 25 + wave))
        for wave in (1, 2, 3)
    ]
    first, decided_1 = mess.wave_1(children[0], slips)
    second, decided_2 = mess.wave_2(children[1], slips)
    third, decided_3 = mess.wave_3(children[2], slips, stream(SEED, 30))
    files.write_excel({"children": first, "households": homes[0]}, folder / "wave1_2020.xlsx")
    files.write_spss(second, folder / "wave2_2021.sav", LABELS)
    homes_2 = mess.spss_codes(homes[1])
    files.write_spss(homes_2, folder / "wave2_2021_households.sav", LABELS)
    south_africa = {"delimiter": ";", "decimal": ",", "encoding": "cp1252"}
    files.write_csv(third, folder / "wave3_2022.csv", **south_africa)
    files.write_csv(homes[2], folder / "wave3_2022_households.csv", **south_africa)
    moutse = {
        "children": child_table(world, 1, johannesburg=False, rng=stream(SEED, 31)),
        "households": household_table(world, 1, johannesburg=False, rng=stream(SEED, 32)),
    }
    files.write_excel(moutse, folder / "moutse_2020.xlsx")
    files.write_decisions([*decided_1, *decided_2, *decided_3], folder / "decisions.toml")


def write_services(world: World, folder: Path) -> None:
    """Write the visit log, the registers, the referrals and the cost sheet."""
    issued, received = records.referrals(world, stream(SEED, 44))
    tables = {
        "home_visits": records.home_visits(world, stream(SEED, 40)),
        "home_visit_offers": records.visit_offers(world, stream(SEED, 41)),
        "sihlengimizi_register": records.programme_register(world, stream(SEED, 42)),
        "sihlengimizi_sessions": records.programme_sessions(world, stream(SEED, 43)),
        "referrals_issued": issued,
        "referrals_received": received,
        "costs": cost_sheet(),
    }
    for name, table in tables.items():
        files.write_csv(table, folder / f"{name}.csv")


def main() -> None:
    """Make the study and write it into a folder."""
    parser = argparse.ArgumentParser(description="Make the synthetic CoP study.")
    parser.add_argument("--out", type=Path, default=HERE / "cop_synthetic", help="the folder")
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    world = build(SEED)
    write_waves(world, folder)
    write_services(world, folder)
    files.write_json(truth.tell(world), folder / "truth.json")


if __name__ == "__main__":
    main()
