"""Group 04: every ballot is what was cast, valid, and counts as the rules say."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pbengine.audit.errors import BlockedError, UncountableError
from pbengine.audit.recount import profile_of
from pbengine.audit.register import check
from pbengine.record.encoding import b64
from pbengine.record.publication import ENTRIES, OPENINGS, RESULT_PB
from pbengine.voting.ballots import check_ballots

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pbengine.audit.case import Case
    from pbengine.record.choices import BallotChoices
    from pbengine.record.election import Election


@check("04.03", "the ballots of a voter are numbered upwards")
def seq_rises(case: Case) -> Iterator[str]:
    """Find a ballot that was put back: its number does not exceed the one before."""
    for ballots in case.box.by_cred.values():
        for earlier, later in pairwise(ballots):
            if later.entry.seq <= earlier.entry.seq:
                yield (
                    f"{ENTRIES}, line {later.idx + 1}: ballot {later.entry.seq} of {b64(later.entry.cred)} "
                    f"stands after ballot {earlier.entry.seq}"
                )


@check("04.04", "every opening opens its commitment")
def openings_match(case: Case) -> Iterator[str]:
    """Find openings that are not what the voter's ballot hid."""
    openings = case.openings.by_idx
    election_hash = case.opening.election
    for ballot in case.box.ballots:
        opening = openings.get(ballot.idx)
        if opening is not None and opening.commitment(election_hash) != ballot.entry.commit:
            yield f"{OPENINGS}: the opening of index {ballot.idx} does not give the commitment in the log"


@check("04.05", "every ballot has exactly one opening")
def openings_are_complete(case: Case) -> Iterator[str]:
    """Find ballots without an opening, openings without a ballot, and lines that are no opening or out of order."""
    yield from case.openings.faults
    ballots = {ballot.idx for ballot in case.box.ballots}
    openings = set(case.openings.by_idx)
    for idx in sorted(ballots - openings):
        yield f"{OPENINGS}: the ballot at index {idx} has no opening"
    for idx in sorted(openings - ballots):
        yield f"{OPENINGS}: index {idx} is not that of a ballot"


@check("04.06", "every ballot is valid under the frozen rules")
def ballots_are_valid(case: Case) -> Iterator[str]:
    """Find ballots that the box should have refused."""
    election = case.election.get()
    yield from case.ballots.faults.values()
    known = {line.id for line in election.projects}
    readable: list[tuple[int, BallotChoices]] = []
    for idx, choices in case.ballots.choices.items():
        strangers = sorted({*choices.projects} - known)
        if strangers:
            yield f"the ballot at index {idx} names {', '.join(strangers)}, not on the ballot"
        else:
            readable.append((idx, choices))
    yield from _rule_faults(election, readable)


def _rule_faults(election: Election, ballots: Sequence[tuple[int, BallotChoices]]) -> Iterator[str]:
    try:
        profile = profile_of(election, [choices for _, choices in ballots])
    except UncountableError as error:
        raise BlockedError(f"the ballots cannot be laid out: {error}") from None
    for fault in check_ballots(profile, election.limits, election.instance()):
        figures = ", ".join(f"{name} {figure}" for name, figure in fault.figures.items())
        yield f"the ballot at index {ballots[fault.row][0]} is not valid: {fault.code} ({figures})"


@check("04.07", "one ballot of each voter counts: the last that is not void")
def last_ballots_count(case: Case) -> Iterator[str]:
    """Find published ballots that are those of an earlier ballot or a void one, and more ballots than voters."""
    counting = {ballot.idx for ballot in case.box.counting}
    excess = case.published - case.counting
    for ballot in case.box.ballots if excess else ():
        if ballot.idx not in counting and excess[case.ballots.of(ballot)] > 0:
            yield f"{RESULT_PB} counts the ballot at index {ballot.idx}, which was replaced or is void"
    if case.published.total() > len(counting):
        yield f"{RESULT_PB} counts {case.published.total()} ballots of {len(counting)} voters"


@check("04.08", "every void names what is there, and why")
def voids_are_reasoned(case: Case) -> Iterator[str]:
    """Find void entries without a reason, or of a ballot or voter that does not stand before them."""
    leaves = {ballot.leaf: ballot.idx for ballot in case.box.ballots}
    creds = {cred: ballots[0].idx for cred, ballots in case.box.by_cred.items()}
    for idx, void in case.box.voids:
        place = f"{ENTRIES}, line {idx + 1}"
        if not void.reason.strip():
            yield f"{place}: the reason is empty"
        if (void.leaf is None) == (void.cred is None):
            yield f"{place}: a void names either a leaf or a cred"
        if void.leaf is not None and leaves.get(void.leaf, idx) >= idx:
            yield f"{place}: no ballot before it has the leaf {b64(void.leaf)}"
        if void.cred is not None and creds.get(void.cred, idx) >= idx:
            yield f"{place}: no ballot before it has the cred {b64(void.cred)}"
