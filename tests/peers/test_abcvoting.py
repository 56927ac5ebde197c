"""Approval rules that fill seats against abcvoting, an implementation by others: one of its committees is ours."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from pbengine.voting import Instance, Outcome, Profile, find_rule
from pbengine.voting.lot import ballot_order
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import OptionValue
from tests.peers.asking import ask

NUMBER = 150
RULES: Mapping[str, tuple[str, Mapping[str, OptionValue]]] = {
    "equal-shares": ("equal-shares", {"utility": "cardinality"}),
    "equal-shares-phragmen": ("equal-shares", {"utility": "cardinality", "completion": "phragmen"}),
    "equal-shares-greedy": ("equal-shares", {"utility": "cardinality", "completion": "greedy"}),
    "phragmen": ("phragmen", {}),
    "maximin-support": ("maximin-support", {}),
}


@dataclass(frozen=True)
class Approvals:
    """Candidates by number, seats, and approval ballots with their weights."""

    candidates: int
    seats: int
    ballots: tuple[tuple[int, tuple[int, ...]], ...]

    def count(self, rule: str) -> Outcome:
        instance = Instance.for_seats([f"p{number}" for number in range(self.candidates)], self.seats)
        profile = Profile(
            kind=BallotKind.APPROVAL,
            project_count=self.candidates,
            starts=np.cumsum([0, *(len(ballot) for _, ballot in self.ballots)], dtype=np.int64),
            choices=np.array([number for _, ballot in self.ballots for number in ballot], dtype=np.int32),
            weights=np.array([weight for weight, _ in self.ballots], dtype=np.int64),
        )
        rule_id, options = RULES[rule]
        return find_rule(rule_id).tally(instance, profile, lot=ballot_order(instance), **options)


def made() -> list[Approvals]:
    rng = np.random.default_rng(20170726)
    elections: list[Approvals] = []
    while len(elections) < NUMBER:
        candidates = int(rng.integers(2, 7))
        ballots = [
            (int(rng.integers(1, 5)), tuple(np.flatnonzero(rng.random(candidates) < 0.45).tolist()))
            for _ in range(int(rng.integers(1, 7)))
        ]
        named = tuple(ballot for ballot in ballots if ballot[1])
        if named:
            elections.append(Approvals(candidates, int(rng.integers(1, candidates + 1)), named))
    return elections


@pytest.fixture(scope="module")
def committees() -> dict[str, list[tuple[Approvals, list[list[int]]]]]:
    """Give all committees by rule, from one process."""
    asked = [(rule, election) for rule in RULES for election in made()]
    questions = [
        {"rule": rule, "candidates": one.candidates, "seats": one.seats, "ballots": one.ballots} for rule, one in asked
    ]
    given: dict[str, list[tuple[Approvals, list[list[int]]]]] = {rule: [] for rule in RULES}
    for (rule, one), answer in zip(asked, ask("abcvoting_rules.py", questions), strict=True):
        assert "refused" not in answer, answer
        given[rule].append((one, answer["committees"]))
    return given


@pytest.mark.parametrize("rule", RULES)
def test_ours_is_one_of_theirs_less_the_candidates_whom_nobody_approves(
    rule: str, committees: dict[str, list[tuple[Approvals, list[list[int]]]]]
) -> None:
    alone = 0
    for one, theirs in committees[rule]:
        approved = {number for _, ballot in one.ballots for number in ballot}
        ours = [number for number in sorted(int(name[1:]) for name in one.count(rule).funded) if number in approved]
        assert ours in [[number for number in committee if number in approved] for committee in theirs]
        alone += len(theirs) == 1
    assert alone > NUMBER // 3
