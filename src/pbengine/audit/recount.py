"""The one way from ballots to the published result: who publishes it and who audits it call the same function."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pbengine.audit.errors import UncountableError
from pbengine.audit.result_pb import result_pb
from pbengine.formats.faults import FormatError
from pbengine.formats.tally_json import tally_document
from pbengine.record.canonical import dumps
from pbengine.record.choices import in_one_order
from pbengine.record.encoding import b64
from pbengine.record.seeds import OrderedLot
from pbengine.voting import BallotKind, Profile, VotingError, find_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pbengine.record.choices import BallotChoices
    from pbengine.record.election import Election
    from pbengine.voting import Lot, Outcome

VERSION = 1


@dataclass(frozen=True, slots=True)
class Recount:
    """A count of the ballots, and the two files that publish it."""

    outcome: Outcome
    result_json: bytes
    result_pb: bytes


def recount(election: Election, ballots: Iterable[BallotChoices], lot: Lot) -> Recount:
    """Count the ballots by the frozen rule and write the result.

    The order of the ballots does not matter: the same ballots give the same bytes.

    Parameters
    ----------
    election
        as frozen: projects, budget, rule, options.
    ballots
        those that count, one a voter; or how many voters cast each, as a Counter.
    lot
        what settles ties.

    Raises
    ------
    UncountableError
        if the rule or an option is not known, the rule does not count such ballots, the lot does not order the
        projects, or a ballot names what is not on the ballot or breaks the limits.
    """
    instance = election.instance()
    counts = _counted(election.ballot_kind, ballots)
    distinct = sorted(counts, key=lambda ballot: (ballot.projects, ballot.points or ()))
    profile = profile_of(election, distinct, weights=[counts[ballot] for ballot in distinct])
    try:
        rule = find_rule(election.rule)
        outcome = rule.tally(instance, profile, lot=lot, **rule.settings(election.options))
        document = result_document(election, tally_document(instance, profile, outcome), lot)
        return Recount(outcome, dumps(document), result_pb(election, profile, outcome))
    except (VotingError, FormatError, ArithmeticError) as error:
        raise UncountableError(str(error)) from error


def result_document(election: Election, tally: dict[str, Any], lot: Lot) -> dict[str, Any]:
    """Return the content of ``result.json``: the tally, of which election it is, and the order that settled its ties.

    Sentences are left out: they are said again from each reason's code and figures, in any language, while the wording
    of this version may change.
    """
    details = {
        project: {name: part for name, part in detail.items() if name != "reason"}
        for project, detail in tally["projects_detail"].items()
    }
    kind = "order" if isinstance(election.lot, OrderedLot) else "committed"
    return {
        **tally,
        "projects_detail": details,
        "election": b64(election.election_hash),
        "lot": {"kind": kind, "order": list(lot.order)},
        "v": VERSION,
    }


def profile_of(
    election: Election, ballots: Sequence[BallotChoices], *, weights: Sequence[int] | None = None
) -> Profile:
    """Return the ballots in columns: one row a ballot, in their order.

    Raises
    ------
    UncountableError
        naming every project that is not on the ballot.
    """
    columns = {line.id: column for column, line in enumerate(election.projects)}
    strangers = {id_ for ballot in ballots for id_ in ballot.projects if id_ not in columns}
    if strangers:
        raise UncountableError(f"not on the ballot: {', '.join(sorted(strangers))}")
    lengths = np.fromiter((len(ballot.projects) for ballot in ballots), dtype=np.int64, count=len(ballots))
    points = [point for ballot in ballots for point in ballot.points or ()]
    try:
        return Profile(
            kind=election.ballot_kind,
            project_count=len(columns),
            starts=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
            choices=np.array([columns[id_] for ballot in ballots for id_ in ballot.projects], dtype=np.int32),
            weights=np.array(weights or [1] * len(ballots), dtype=np.int64),
            points=np.array(points, dtype=np.int64) if _has_points(election.ballot_kind) else None,
            points_scale=election.ballot.points_scale,
            default_points=election.ballot.default_points,
            ranks=election.ballot.ranks,
        )
    except (VotingError, ArithmeticError) as error:
        raise UncountableError(str(error)) from error


def _counted(kind: BallotKind, ballots: Iterable[BallotChoices]) -> Counter[BallotChoices]:
    counts: Counter[BallotChoices] = Counter()
    for ballot, voters in ballots.items() if isinstance(ballots, Counter) else ((ballot, 1) for ballot in ballots):
        counts[in_one_order(kind, ballot)] += voters
    return counts


def _has_points(kind: BallotKind) -> bool:
    return kind in (BallotKind.CUMULATIVE, BallotKind.SCORING)
