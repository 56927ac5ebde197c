"""What each district or theme got, beside how much of the vote was for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One group of projects: how many there are and are funded, what they get and how many times they are named.

    ``spent`` is minor units; the shares are of all that is spent and of all that is named, 0 where nothing is.
    """

    name: str
    projects: int
    funded: int
    spent: int | Fraction
    votes: int
    share_of_money: Fraction
    share_of_votes: Fraction


def shares_of_groups(
    instance: Instance, profile: Profile, outcome: Outcome, groups: Mapping[str, Sequence[str]]
) -> tuple[GroupShare, ...]:
    """Return what each group got of the money and of the votes, by name.

    Parameters
    ----------
    instance, profile, outcome
        what was counted, and the result.
    groups
        the groups of each project by id: none, one, or several, in each of which it is counted.

    Examples
    --------
    >>> from pbengine.voting import BallotKind, Instance, Profile, Project, ballot_order, find_rule
    >>> town = Instance((Project("park", 60), Project("hall", 70), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [0, 2]])
    >>> outcome = find_rule("greedy").tally(town, ballots, lot=ballot_order(town))
    >>> groups = {"park": ["green"], "tree": ["green"], "hall": ["culture"]}
    >>> for share in shares_of_groups(town, ballots, outcome, groups):
    ...     print(share.name, share.funded, share.spent, share.share_of_money, share.share_of_votes)
    culture 0 0 0 1/3
    green 2 70 1 2/3
    """
    costs = {project.id: project.cost for project in instance.projects}
    spent = {id_: outcome.amounts.get(id_, costs[id_]) for id_ in outcome.funded}
    votes = dict(zip(costs, profile.votes().tolist(), strict=True))
    members: dict[str, list[str]] = {}
    for id_ in costs:
        for group in groups.get(id_, ()):
            members.setdefault(group, []).append(id_)
    all_votes = sum(votes.values())
    shares = []
    for name in sorted(members):
        money = sum(spent.get(id_, 0) for id_ in members[name])
        named = sum(votes[id_] for id_ in members[name])
        shares.append(
            GroupShare(
                name=name,
                projects=len(members[name]),
                funded=sum(id_ in spent for id_ in members[name]),
                spent=money,
                votes=named,
                share_of_money=Fraction(money) / outcome.cost if outcome.cost else Fraction(0),
                share_of_votes=Fraction(named, all_votes) if all_votes else Fraction(0),
            )
        )
    return tuple(shares)
