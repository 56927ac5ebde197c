"""The same ballots under several rules: what each funds, how many voters see something of theirs, where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.voting.errors import VotingError
from pbengine.voting.measures.coverage import voters_covered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile
    from pbengine.voting.registry import OptionValue, Rule


@dataclass(frozen=True, slots=True)
class Contender:
    """A rule with the options that it counts with, under a label of the caller's."""

    label: str
    rule: Rule
    options: Mapping[str, OptionValue]


@dataclass(frozen=True, slots=True)
class Column:
    """What a rule makes of the ballots; ``covered`` voters chose something that it funds."""

    label: str
    outcome: Outcome
    covered: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule that does not count these ballots, and why."""

    label: str
    error: VotingError


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Several counts of the same ballots, in the order in which they were asked for.

    Parameters
    ----------
    columns
        the rules that count.
    refused
        those that do not.
    differing
        ids of the projects that some of the columns fund and others do not, in ballot order.
    """

    columns: tuple[Column, ...]
    refused: tuple[Refused, ...]
    differing: tuple[str, ...]


def compare_rules(instance: Instance, profile: Profile, contenders: Iterable[Contender], *, lot: Lot) -> SideBySide:
    """Count the same ballots by several rules.

    Parameters
    ----------
    instance, profile
        what is counted.
    contenders
        the rules; one that refuses the election does not stop the others.
    lot
        settles ties under every rule.

    Examples
    --------
    >>> from pbengine.voting import BallotKind, Instance, Profile, Project, ballot_order, find_rule
    >>> town = Instance((Project("park", 60), Project("hall", 70), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [1], [2]])
    >>> rules = [Contender(id_, find_rule(id_), {}) for id_ in ("greedy", "equal-shares", "irv")]
    >>> beside = compare_rules(town, ballots, rules, lot=ballot_order(town))
    >>> [(column.label, column.outcome.funded, column.covered) for column in beside.columns]
    [('greedy', ('hall', 'tree'), 4), ('equal-shares', ('hall', 'tree'), 4)]
    >>> beside.differing, [str(refused.error) for refused in beside.refused]
    ((), ["rule 'irv' counts ordinal ballots, not approval ballots"])
    """
    columns, refused = [], []
    for contender in contenders:
        try:
            outcome = contender.rule.tally(instance, profile, lot=lot, **contender.options)
        except VotingError as error:
            refused.append(Refused(contender.label, error))
        else:
            covered = voters_covered(instance, profile, outcome.funded)
            columns.append(Column(contender.label, outcome, covered))
    ids = [project.id for project in instance.projects]
    return SideBySide(
        tuple(columns), tuple(refused), decided_differently(ids, [column.outcome.funded for column in columns])
    )


def decided_differently(ids: Iterable[str], results: Iterable[Collection[str]]) -> tuple[str, ...]:
    """Return those of some projects that some results hold and others do not, in the order of the ids.

    Examples
    --------
    >>> decided_differently(["park", "hall", "tree"], [["hall", "tree"], ["park", "tree"]])
    ('park', 'hall')
    """
    sets = [frozenset(result) for result in results]
    return tuple(id_ for id_ in ids if len({id_ in funded for funded in sets}) > 1)
