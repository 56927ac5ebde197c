"""The same ballots under several rules."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import pbengine.voting.rules  # noqa: F401 - fills the register
from pbengine.voting import BallotKind, Instance, Profile, Project, ballot_order
from pbengine.voting.errors import BallotKindError, FeatureError, OptionsError
from pbengine.voting.measures.side_by_side import Contender, SideBySide, compare_rules
from pbengine.voting.registry import find_rule

BALLOTS = st.lists(st.lists(st.integers(0, 3), unique=True, max_size=4), max_size=12)


def compared(kind: BallotKind, ballots: list[list[int]], *labels: str, **options: str) -> SideBySide:
    """Count ballots on four projects of different costs by some rules."""
    town = Instance(tuple(Project(id_, cost) for id_, cost in zip("abcd", (60, 50, 40, 30), strict=True)), budget=100)
    contenders = [Contender(label, find_rule(label), options) for label in labels]
    return compare_rules(town, Profile.from_ballots(kind, 4, ballots, ranks=4), contenders, lot=ballot_order(town))


def test_a_rule_that_refuses_is_named_with_its_reason_and_stops_nobody() -> None:
    beside = compared(BallotKind.ORDINAL, [[0], [1]], "irv", "greedy", "phragmen")
    assert [column.label for column in beside.columns] == ["greedy"]
    assert [(refused.label, type(refused.error)) for refused in beside.refused] == [
        ("irv", FeatureError),
        ("phragmen", BallotKindError),
    ]
    wrong = compared(BallotKind.APPROVAL, [[0]], "greedy", order="sideways")
    assert [type(refused.error) for refused in wrong.refused] == [OptionsError]


@given(ballots=BALLOTS)
def test_columns_are_what_each_rule_gives_alone_and_they_differ_where_they_differ(ballots: list[list[int]]) -> None:
    labels = ("greedy", "equal-shares", "max-coverage")
    beside = compared(BallotKind.APPROVAL, ballots, *labels)
    for label, column in zip(labels, beside.columns, strict=True):
        (alone,) = compared(BallotKind.APPROVAL, ballots, label).columns
        assert alone == column
        funded = {"abcd".index(id_) for id_ in column.outcome.funded}
        assert column.covered == sum(not funded.isdisjoint(ballot) for ballot in ballots)
    for id_ in "abcd":
        fates = {id_ in column.outcome.funded for column in beside.columns}
        assert (id_ in beside.differing) == (len(fates) == 2)


def test_one_rule_alone_differs_from_nothing() -> None:
    assert compared(BallotKind.APPROVAL, [[0]], "greedy").differing == ()
    assert compared(BallotKind.APPROVAL, [[0]]).columns == ()
