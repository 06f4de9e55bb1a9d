"""What the services wrote down: visits, registers, sessions, referrals and costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sample_data.generator import settings
from sample_data.generator.services import visit_dates

if TYPE_CHECKING:
    from sample_data.generator.world import World

_PURPOSES = ("psychosocial support", "parenting", "grant application", "food aid", "follow-up")
_OUTCOMES = ("done", "done", "done", "done, referred", "child not at home")
_SERVICES = {
    "food aid": "Food project",
    "health": "Community clinic",
    "grant": "SASSA office",
    "counselling": "Family counselling centre",
    "statutory": "DSD service office",
}


def home_visits(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Return the visit log as kept: a row for each child seen, with the slips of the pen.

    Parameters
    ----------
    world : World
        The study.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame
        visit_id, child_id, visit_date (text), worker_id, minutes, purpose, outcome.
    """
    rows: list[tuple[str, str, str, int, str, str]] = []
    for family in np.flatnonzero(world.offer.accepted):
        worker = f"SW{1 + int(family) % 4:02d}"
        for day in visit_dates(world.offer, int(family), world.interviews[family], rng):
            purpose = _PURPOSES[rng.integers(len(_PURPOSES))]
            minutes = int(5 * rng.integers(6, 19))
            rows.extend(
                (name, day.isoformat(), worker, minutes, purpose, _OUTCOMES[rng.integers(5)])
                for name in world.people.child_id[world.people.family == family]
            )
    rows.sort(key=lambda row: (row[1], row[0]))
    columns = ["child_id", "visit_date", "worker_id", "minutes", "purpose", "outcome"]
    log = pd.DataFrame(_with_slips(rows), columns=columns)
    log.insert(0, "visit_id", [f"V{k:04d}" for k in range(1, len(log) + 1)])
    return log


def _with_slips(
    rows: list[tuple[str, str, str, int, str, str]],
) -> list[tuple[str, str, str, int, str, str]]:
    """Add three visits to children nobody knows, a visit in 2091 and one on 31 February."""
    slips = list(rows)
    for place, (wrong, like) in enumerate((("JHB-0512", 40), ("JHB-0199", 150), ("JHB-1O8", 260))):
        slips.insert(like + place, (wrong, *rows[like][1:]))
    for like, day in ((90, "2091-05-14"), (200, "2022-02-31")):
        slips.insert(like, (rows[like][0], day, *rows[like][2:]))
    return slips


def visit_offers(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Return the offers of home visits: hh_id, offered_date, accepted."""
    families = np.flatnonzero(world.offer.offered)
    days = [date(2021, 1, 11) + timedelta(days=int(rng.integers(12))) for _ in families]
    return pd.DataFrame(
        {
            "hh_id": world.people.hh_id[families],
            "offered_date": [day.isoformat() for day in days],
            "accepted": world.offer.accepted[families].astype(int),
        }
    )


def programme_register(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Return the programme's register: hh_id, offered_date, accepted, accepted_date, group_id."""
    rows: list[dict[str, str | int]] = []
    for family in np.flatnonzero(world.programme.offered):
        offered = _group_start(_school(world, int(family))) - timedelta(
            days=int(rng.integers(21, 45))
        )
        yes = bool(world.programme.accepted[family])
        said = offered + timedelta(days=int(rng.integers(3, 18)))
        rows.append(
            {
                "hh_id": world.people.hh_id[family],
                "offered_date": offered.isoformat(),
                "accepted": int(yes),
                "accepted_date": said.isoformat() if yes else "",
                "group_id": f"SFS-{_school(world, int(family))}" if yes else "",
            }
        )
    return pd.DataFrame(rows)


def programme_sessions(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Return who came to which session: hh_id, group_id, session_no, session_date, attended."""
    rows: list[dict[str, str | int]] = []
    for family in np.flatnonzero(world.programme.accepted):
        school = _school(world, int(family))
        came = rng.random(settings.SESSIONS) < rng.beta(5, 2)
        came[rng.integers(settings.SESSIONS)] = True
        came &= bool(world.programme.attended[family])
        rows.extend(
            {
                "hh_id": world.people.hh_id[family],
                "group_id": f"SFS-{school}",
                "session_no": number + 1,
                "session_date": (_group_start(school) + timedelta(weeks=number)).isoformat(),
                "attended": int(came[number]),
            }
            for number in range(settings.SESSIONS)
        )
    return pd.DataFrame(rows)


def _school(world: World, family: int) -> str:
    """Return the school of a family's children."""
    return str(world.people.school[world.people.family == family][0])


def _group_start(school: str) -> date:
    """Return the first Saturday of a school's group: three schools in 2021, two in 2022."""
    return date(2021, 3, 6) if school in {"S1", "S2", "S3"} else date(2022, 3, 5)


def referrals(world: World, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the referrals as issued and as received: two ledgers that do not quite agree.

    Parameters
    ----------
    world : World
        The study.
    rng : Generator
        Source of chance.

    Returns
    -------
    issued, received : DataFrame
        Tickets; twelve never arrive, three arrive that nobody issued, two have another date.
    """
    visited = world.offer.accepted[world.people.family]
    children = rng.choice(world.people.child_id[visited], size=58)
    days = np.sort(rng.integers(0, 600, size=58))
    services = rng.choice(list(_SERVICES), size=58, p=(0.3, 0.25, 0.2, 0.17, 0.08))
    common = pd.DataFrame(
        {
            "ticket_id": [f"T{k:03d}" for k in range(1, 59)],
            "child_id": children,
            "day": [date(2021, 2, 1) + timedelta(days=int(k)) for k in days],
            "issuing_org": "Site team",
            "receiving_org": [_SERVICES[name] for name in services],
            "service": services,
        }
    )
    issued = common.assign(issued_at=[day.isoformat() for day in common["day"]])
    issued.insert(2, "issued_at", issued.pop("issued_at"))
    arrived = common.drop(index=rng.choice(58, size=12, replace=False)).copy()
    delay = rng.integers(1, 40, size=len(arrived))
    delay[[5, 20]] = -3
    arrived["received_at"] = [
        (day + timedelta(days=int(k))).isoformat()
        for day, k in zip(arrived["day"], delay, strict=True)
    ]
    arrived.insert(2, "received_at", arrived.pop("received_at"))
    arrived["confirmed"] = rng.binomial(1, 0.8, size=len(arrived))
    stray = arrived.iloc[[3, 17, 30]].assign(ticket_id=["T091", "T092", "T119"])
    received = pd.concat([arrived, stray], ignore_index=True)
    return issued.drop(columns="day"), received.drop(columns="day")
