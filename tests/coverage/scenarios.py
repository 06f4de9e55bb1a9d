"""The worlds of the coverage study, and how each estimator is used in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tests.simulate import World

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EFFECT = 0.5


@dataclass(frozen=True)
class Use:
    """An estimator as somebody would use it: its kind, options and the term that is judged."""

    kind: str
    term: str
    options: Mapping[str, Any]
    outcome: str = "y"
    world: Mapping[str, Any] = field(default_factory=dict)
    test: str = ""
    scenarios: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A world, and what the options become in it."""

    words: str
    world: World
    options: Mapping[str, Any] = field(default_factory=dict)


PLAIN = World(effect=EFFECT)
SCHOOLS = {
    5: replace(PLAIN, unit="school", share=0.4, shock=0.1, schools=5),
    10: replace(PLAIN, unit="school", share=0.4, shock=0.1, schools=10),
    30: replace(PLAIN, unit="school", share=0.4, shock=0.1, schools=30, children=240),
}
STARTS = replace(PLAIN, waves=5, starts=3, grows=0.5)
SAMPLED = replace(PLAIN, children=240, sampled=1.0, varies=1.2)

SCENARIOS = {
    "random": Scenario("a lottery among children", PLAIN),
    "score": Scenario(
        "the highest outcomes at wave 1 are served: regression to the mean",
        replace(PLAIN, assignment="score"),
    ),
    "level": Scenario("the highest lasting levels are served", replace(PLAIN, assignment="level")),
    "attrition": Scenario(
        "a lottery; after each wave 12 % leave, the worse off at wave 1 the likelier",
        replace(PLAIN, attrition=0.12),
    ),
    "differential attrition": Scenario(
        "a lottery; of those not offered 25 % leave, the worse off at wave 1 much the likelier",
        replace(PLAIN, attrition=0.25, steep=1.5, leavers="unoffered"),
    ),
    "unbalanced": Scenario(
        "the highest lasting levels are served, and one row in five is not there",
        replace(PLAIN, assignment="level", gaps=0.2),
    ),
    "weights": Scenario(
        "a lottery in a sample that prefers high levels, whose effects are larger; weighted",
        SAMPLED,
        {"weights": "w"},
    ),
    "weights left out": Scenario("the same without the weights", SAMPLED),
    "staggered": Scenario(
        "a lottery; the served begin at waves 2, 3 and 4 in turn, and the effect grows by wave",
        STARTS,
    ),
    **{
        f"{count} schools": Scenario(
            f"whole schools of {count} are served, and share shocks; clustered by school",
            world,
            {"cluster": ["school"]},
        )
        for count, world in SCHOOLS.items()
    },
    **{
        f"{count} schools, CR2": Scenario(
            "the same with CR2 and Satterthwaite's degrees of freedom",
            world,
            {"cluster": ["school"], "covariance": "cr2"},
        )
        for count, world in SCHOOLS.items()
    },
}
AT_SEVERAL_WAVES = (
    "fixed_effects",
    "callaway_santanna",
    "sun_abraham",
    "etwfe",
    "stacked",
    "goodman_bacon",
)
"""Uses that are shown where treatment begins at several waves."""

FEW = tuple(f"{count} schools" for count in SCHOOLS)
FEW_CR2 = tuple(f"{count} schools, CR2" for count in SCHOOLS)

PERSON = ["person"]
_WITHIN = {"treatment": "visited", "cluster": PERSON}
USES = {
    "pooled": Use(
        "pooled",
        "offered",
        {"treatment": "offered", "where": "wave == 3", "cluster": PERSON},
    ),
    "between": Use(
        "between",
        "offered",
        {"treatment": "offered", "where": "wave > 1", "cluster": PERSON},
    ),
    "fixed_effects": Use("fixed_effects", "visited", _WITHIN),
    "did": Use(
        "did",
        "offered:post",
        {"treatment": "offered", "post": [2, 3], "cluster": PERSON},
    ),
    "did, doubly robust": Use(
        "did",
        "offered:post",
        {
            "treatment": "offered",
            "post": [2, 3],
            "cluster": PERSON,
            "method": "doubly_robust",
            "controls": ["age"],
        },
    ),
    "first_difference": Use("first_difference", "visited", _WITHIN),
    "random_effects": Use("random_effects", "visited", {**_WITHIN, "effects": ["wave"]}),
    "mundlak": Use("mundlak", "visited", {**_WITHIN, "effects": ["wave"]}),
    "event_study": Use("event_study", "event[0]", _WITHIN),
    **{
        kind: Use(kind, "simple", _WITHIN)
        for kind in ("callaway_santanna", "sun_abraham", "etwfe", "stacked")
    },
    "goodman_bacon": Use(  # the estimate is that of fixed effects
        "goodman_bacon",
        "twfe",
        _WITHIN,
        scenarios=("random", "score", "level", "staggered"),
    ),
    "synthetic_did": Use(  # with the one wave before that these worlds have
        "synthetic_did",
        "att",
        {"treatment": "visited", "draws": 199},
        scenarios=("random", "score", "level"),
    ),
    "dose_response": Use(
        "dose_response",
        "visits[1 to <2]",
        {"treatment": "visits", "shape": "bins", "bins": [1, 2, 3], "cluster": PERSON},
    ),
    "ancova": Use("ancova", "offered", {"treatment": "offered", "cluster": PERSON}),
    "rd": Use(
        "rd",
        "jump",
        {
            "running": "above",
            "cutoff": 0.0,
            "bandwidth": 2.5,
            "where": "wave == 3",
            "cluster": PERSON,
        },
        world={"children": 400, "unit": "person"},
    ),
    "gee": Use("gee", "visited", {**_WITHIN, "controls": ["C(wave)"]}),
    "mixed": Use("mixed", "visited", {"treatment": "visited", "controls": ["C(wave)"]}),
    "paired": Use(
        "paired",
        "change",
        {"waves": [1, 3], "where": "offered == 1"},
        world={"trend": 0.0},
    ),
    "fe_logit": Use(
        "fe_logit",
        "visited",
        _WITHIN,
        outcome="ill",
        world={"rho": 0.2, "waves": 6, "varies": 0.0, "decided_by": "ill", "share": 0.5},
    ),
    "fe_poisson": Use(
        "fe_poisson",
        "visited",
        _WITHIN,
        outcome="days",
        world={"rho": 0.3, "varies": 0.0, "decided_by": "days"},
    ),
    **{
        f"fixed_effects, {words}": Use(
            "fixed_effects",
            "visited",
            {**_WITHIN, **options},
            test=test,
            scenarios=(*FEW, "score") if test == "permutation" else FEW,
        )
        for words, test, options in (
            ("CR3", "", {"covariance": "cr3"}),
            (
                "wild, Webb",
                "wild_cluster",
                {"resampling": {"draws": 999, "weights": "webb"}},
            ),
            (
                "wild, Rademacher",
                "wild_cluster",
                {"resampling": {"draws": 999, "weights": "rademacher"}},
            ),
            ("permutation", "permutation", {"resampling": {"kind": "permutation", "draws": 999}}),
        )
    },
}
"""Every way in which the study uses an estimator; the plain name is the registered kind."""

NO_WEIGHTS = ("gee", "mixed", "paired", "fe_logit")
NO_CR2 = ("did, doubly robust", *NO_WEIGHTS, "fe_poisson", "callaway_santanna")
SAME_CR2 = (
    *("first_difference", "mundlak", "ancova", "event_study", "dose_response", "rd"),
    *("sun_abraham", "etwfe", "stacked"),
)
"""Uses whose CR2 is made by the same least squares as that of others, which the study shows."""


@dataclass(frozen=True)
class Case:
    """One row of the table: a use in a scenario."""

    use: str
    scenario: str

    @property
    def world(self) -> World:
        """The world with what this use needs of it."""
        return replace(SCENARIOS[self.scenario].world, **USES[self.use].world)

    @property
    def options(self) -> dict[str, Any]:
        """The options of the model in this scenario, those of the use itself first."""
        use, changed = USES[self.use], dict(SCENARIOS[self.scenario].options)
        if use.kind in {"paired", "mixed", "synthetic_did"}:
            changed.pop("cluster", None)
        if use.kind == "mixed" and self.scenario in FEW:
            changed["effects"] = ["person", "school"]
        if use.test == "permutation" and self.scenario in FEW:
            changed["resampling"] = {**use.options["resampling"], "cluster": "school"}
        return {**use.options, **changed}


def list_cases() -> Iterator[Case]:
    """Yield every use in every scenario in which it has a place."""
    for use, how in USES.items():
        for scenario in how.scenarios or SCENARIOS:
            if scenario == "weights" and use in NO_WEIGHTS:
                continue
            if scenario == "staggered" and use not in AT_SEVERAL_WAVES:
                continue
            if scenario in FEW_CR2 and use in (*NO_CR2, *SAME_CR2):
                continue
            yield Case(use, scenario)
