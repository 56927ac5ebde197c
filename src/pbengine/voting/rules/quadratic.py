"""Quadratic voting: votes for and against, of which the second costs more than the first; decided as an optimum."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting import promises
from pbengine.voting.ballots.limits import credits_spent
from pbengine.voting.errors import BallotsError
from pbengine.voting.optimum.offers import offers
from pbengine.voting.optimum.welfare import CARRIED, decide
from pbengine.voting.outcome import Reason
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Number, Source, rule
from pbengine.voting.rules.best_set import Told
from pbengine.voting.rules.greedy import VALUES
from pbengine.voting.rules.treasury import Treasury
from pbengine.voting.rules.walk import outcome_of, points, ranking, walk, withdrawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Figure, Outcome
    from pbengine.voting.profile import Profile

RULE = "quadratic"
WALKS = {"votes": VALUES["score"], "votes-per-cost": VALUES["score-per-cost"]}


@rule(
    id=RULE,
    name="Quadratic voting",
    summary=(
        "Everybody has the same number of credits and buys votes with them: one vote for a project costs 1 credit, two "
        "cost 4, three cost 9. The selection with the most votes in all is funded, votes against taken off."
    ),
    ballots=(BallotKind.CUMULATIVE, BallotKind.SCORING),
    options=(
        Choice(
            "decide",
            "whether the best selection is funded, or project by project, by votes or by votes for each unit of cost",
            ("optimum", *WALKS),
        ),
        Number("credits", "what each voter can spend; 0 where the ballots were checked as they came in", 0),
    ),
    source=Source(
        "S. P. Lalley, E. G. Weyl, Quadratic Voting: How Mechanism Design Can Radicalize Democracy, "
        "AEA Papers and Proceedings 108, 2018",
        "the price of votes; with a budget the projects are chosen as a knapsack of net votes",
        "https://doi.org/10.1257/pandp.20181002",
    ),
    carries=CARRIED,
    properties=(
        promises.MOST_NET_VOTES,
        promises.MORE_MONEY_MAY_HURT,
        promises.MAJORITY_TAKES_ALL,
        promises.TWO_NAMES_HELP,
    ),
)
def quadratic(
    instance: Instance,
    profile: Profile,
    *,
    lot: Lot,
    decide: str = "optimum",
    credits: int = 0,  # noqa: A002
) -> Outcome:
    """Fund the set of projects with the most net votes, or go through the projects by net votes or net votes per cost.

    The points of a ballot are its votes: those of a scoring ballot may be negative, votes against. Net votes are the
    votes for less those against; a project without positive net votes is not funded. What is known of quadratic
    voting, that votes show how much people care, was shown for one question with two answers: under a budget these
    are rules of thumb, and who has several identities, or agrees with others on what to vote, has more votes.

    Parameters
    ----------
    instance, profile
        the projects and the ballots. Points that a scoring ballot has by default count as votes, too.
    lot
        settles equal sets (``optimum``) or equal projects.
    decide
        ``optimum`` as :func:`~pbengine.voting.rules.max_welfare.max_welfare` on net votes; ``votes`` and
        ``votes-per-cost`` as :func:`~pbengine.voting.rules.greedy.greedy`.
    credits
        the squares of a ballot's votes add up to at most this; 0 checks nothing.

    Raises
    ------
    BallotsError
        naming the rows that spend more than the credits.
    EffortError
        if the proof of an optimum would take more than the stated limits.

    References
    ----------
    S. P. Lalley, E. G. Weyl, *Quadratic Voting: How Mechanism Design Can Radicalize Democracy*, AEA Papers and
    Proceedings 108, 2018, pages 33 to 37: the price of votes.

    Examples
    --------
    Net votes are 30, 28, 27 and −5. The first alone leaves no money for another; two others have more in all.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import Profile
    >>> town = Instance((Project("A", 60), Project("B", 50), Project("C", 50), Project("D", 10)), budget=100)
    >>> ballot = Profile(
    ...     kind=BallotKind.SCORING,
    ...     project_count=4,
    ...     starts=np.array([0, 4]),
    ...     choices=np.array([0, 1, 2, 3], dtype=np.int32),
    ...     weights=np.array([1]),
    ...     points=np.array([30, 28, 27, -5]),
    ... )
    >>> lot = ballot_order(town)
    >>> quadratic(town, ballot, lot=lot).funded, quadratic(town, ballot, lot=lot, decide="votes").funded
    (('B', 'C'), ('A',))
    >>> dict(quadratic(town, ballot, lot=lot).reasons["D"].figures)["votes_against"]
    5
    """
    _refuse_over(profile, credits)
    options: dict[str, Figure] = {"decide": decide, "credits": credits}
    outcome = (
        _optimum(instance, profile, lot, options) if decide == "optimum" else _walk(instance, profile, lot, options)
    )
    more = _evidence(instance, profile)
    return replace(
        outcome,
        steps=tuple(
            replace(step, figures=MappingProxyType({**step.figures, **more[step.project]})) if step.project else step
            for step in outcome.steps
        ),
        reasons=MappingProxyType(
            {
                id_: Reason(reason.code, MappingProxyType({**more[id_], **reason.figures}))
                for id_, reason in outcome.reasons.items()
            }
        ),
    )


def _refuse_over(profile: Profile, credits_: int) -> None:
    if not credits_:
        return
    unnamed = profile.project_count - np.diff(profile.starts)
    spent = credits_spent(profile).astype(object) + unnamed.astype(object) * profile.default_points**2
    rows = np.flatnonzero(spent > credits_ * profile.points_scale**2)
    if len(rows):
        said = "1 ballot spends" if len(rows) == 1 else f"{len(rows)} ballots spend"
        raise BallotsError(RULE, f"{said} more than {credits_} credits", tuple(rows.tolist()))


def _optimum(instance: Instance, profile: Profile, lot: Lot, options: Mapping[str, Figure]) -> Outcome:
    scores = points(profile)
    offered = offers(instance, scores, lot)
    told = Told(instance, profile, scores, offers=offered, decision=decide(instance, offered.listed))
    return told.outcome(RULE, options)


def _walk(instance: Instance, profile: Profile, lot: Lot, options: Mapping[str, Figure]) -> Outcome:
    groups = ranking(instance, profile, lot=lot, value=WALKS[str(options["decide"])])
    wanted = [group for group in groups if group[0].score > 0]
    named = dict(zip(instance.position, profile.votes().tolist(), strict=True))
    others = {
        candidate.id: Reason("no-gain", MappingProxyType({"score": candidate.score, "cost": candidate.cost}))
        if named[candidate.id] or candidate.score
        else Reason("no-votes")
        for group in groups
        for candidate in group
        if candidate.score <= 0
    }
    way = walk(wanted, Treasury.of(instance))
    others |= withdrawn(instance, profile)
    return outcome_of(way, rule=RULE, options=options, instance=instance, others=others)


def _evidence(instance: Instance, profile: Profile) -> Mapping[str, Mapping[str, Figure]]:
    """Return for each project its votes for and against, who cast them, the credits spent, and net votes per cost."""
    scale, default = profile.points_scale, profile.default_points
    entries = np.zeros(0, dtype=np.int64) if profile.points is None else profile.points
    weights = profile.weights[profile.rows]
    unnamed = (profile.voters - profile.votes()).tolist()

    def sums(values: np.ndarray[tuple[int, ...], np.dtype[np.int64]], by_default: int) -> list[int]:
        added = np.zeros(profile.project_count, dtype=object)
        np.add.at(added, profile.choices, values.astype(object) * weights.astype(object))
        return [int(value) + by_default * count for value, count in zip(added.tolist(), unnamed, strict=True)]

    for_, against = sums(np.maximum(entries, 0), max(default, 0)), sums(np.maximum(-entries, 0), max(-default, 0))
    squares = sums(entries.astype(object) ** 2, default**2)
    pro, contra = (
        sums((entries > 0).astype(np.int64), int(default > 0)),
        sums((entries < 0).astype(np.int64), int(default < 0)),
    )
    return {
        project.id: {
            "votes_for": _plain(Fraction(for_[column], scale)),
            "votes_against": _plain(Fraction(against[column], scale)),
            "supporters": pro[column],
            "opponents": contra[column],
            "credits": _plain(Fraction(squares[column], scale**2)),
            **({"per_cost": Fraction(for_[column] - against[column], scale * project.cost)} if project.cost else {}),
        }
        for column, project in enumerate(instance.projects)
    }


def _plain(number: Fraction) -> int | Fraction:
    return int(number) if number.denominator == 1 else number
