"""Every rule on every shared file whose ballots it counts: it runs to its end, or refuses in words."""

from pathlib import Path

import pytest

from pbengine.formats.blt import read_blt
from pbengine.formats.pabulib import read_pabulib
from pbengine.voting import Instance, Profile, Rule, Standing, VotingError, ballot_order
from pbengine.voting.outcome import Outcome
from pbengine.voting.registry import rules

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"
SLOW = frozenset({"cumulative-stv", "leximin", "max-coverage", "max-nash", "maximin-support"})
MOST_ENTRIES = 5_000
"""Projects named on all ballots together, up to which the slow rules are tried: beyond it they take minutes."""
HEEDLESS_OF_COSTS = frozenset({"median-phantoms", "quadratic-funding", "utilitarian-phantoms"})
"""Rules that divide money without looking at what projects cost."""
REFUSALS = {
    "costs": "fills seats",
    "equal-ranks": "needs rankings without equal ranks",
    "baskets": "more than the budget",
    "effort": "given up",
    "circle": "cannot be found",
}
"""What a refusal may say, whole sentences being the business of the rules' own tests."""


def files(pattern: str) -> list[str]:
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob(pattern))


def counted_by(rule: Rule, profile: Profile) -> bool:
    return profile.kind in rule.ballots and (rule.id not in SLOW or len(profile.choices) <= MOST_ENTRIES)


def faults(instance: Instance, outcome: Outcome) -> list[str]:
    """Return what no outcome may be."""
    projects = {project.id: project for project in instance.projects}
    amounts = {id_: outcome.amounts.get(id_, projects[id_].cost) for id_ in outcome.funded}
    checks = {
        "is funded twice": len(set(outcome.funded)) == len(outcome.funded),
        "cannot be carried out": all(projects[id_].standing is Standing.STANDING for id_ in outcome.funded),
        "is over the budget": sum(amounts.values()) == outcome.cost <= instance.budget,
        "is above its cost": outcome.rule in HEEDLESS_OF_COSTS
        or all(amount <= projects[id_].cost for id_, amount in amounts.items()),
        "is not what its steps say": outcome.replay() == outcome.funded,
        "lacks reasons": set(outcome.reasons) == set(projects),
    }
    return [said for said, holds in checks.items() if not holds]


def count_by_every_rule(instance: Instance, profile: Profile) -> list[str]:
    """Return what is wrong with the count of each rule; a refusal has to be one of those foreseen."""
    found = []
    for rule in rules():
        if counted_by(rule, profile):
            try:
                outcome = rule.tally(instance, profile, lot=ballot_order(instance))
            except VotingError as refusal:
                if not any(words in str(refusal) for words in REFUSALS.values()):
                    found.append(f"{rule.id}: {refusal}")
            else:
                found += [f"{rule.id} {fault}" for fault in faults(instance, outcome)]
    return found


@pytest.mark.parametrize("name", files("*.pb"))
def test_every_rule_counts_a_town(name: str) -> None:
    file = read_pabulib((FOLDER / name).read_bytes())
    assert count_by_every_rule(file.instance, file.profile) == []


@pytest.mark.parametrize("name", files("*.blt"))
def test_every_rule_counts_a_ward(name: str) -> None:
    file = read_blt((FOLDER / name).read_bytes())
    assert count_by_every_rule(file.instance, file.profile) == []


def test_there_are_files_to_count(shared_data: Path) -> None:
    assert shared_data.resolve() == FOLDER.resolve()
    assert len(files("*.pb")) >= 50
    assert len(files("*.blt")) >= 200


def test_a_faulty_outcome_is_told() -> None:
    town = Instance.for_seats(["Ada", "Ben"], seats=1)
    outcome = Outcome("greedy", {}, ("Ada", "Ben"), 2, (), (), {})
    assert faults(town, outcome) == ["is over the budget", "is not what its steps say", "lacks reasons"]
