"""Part 2 of New Zealand's schedule: one vacancy, filled in whole votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting.rules.stv.gregory import Gregory
from pbengine.voting.rules.stv.step_ties import StepTies
from pbengine.voting.rules.stv.unranked import leave_out_unranked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Figure, Outcome
    from pbengine.voting.profile import Profile


def fill_single_vacancy(
    rule: str, options: Mapping[str, Figure], instance: Instance, profile: Profile, *, lot: Lot
) -> Outcome:
    """Exclude the last until somebody has half of the votes that are left, rounded up to whole votes.

    With an even number of votes two candidates can have half each: the one whom the tie would exclude is not elected.
    """
    count = Gregory.start(rule, instance, profile, lot=lot, digits=0)
    sheet = count.sheet
    ties = StepTies(sheet, profile.voters)
    leave_out_unranked(sheet, profile)
    count.cast = profile.voters
    count.open(lambda votes: str(-(-sum(votes) // 2)))
    while True:
        majority = -(-sum(sheet.votes) // 2)
        reached = [column for column in sheet.hopeful if sheet.votes[column] >= majority]
        if len(reached) > 1:
            behind = ties.choose(reached)
            reached = [column for column in reached if column != behind][:1]
        sheet.elect(reached, str(majority))
        if sheet.is_over():
            return sheet.outcome(rule, options, profile)
        count.exclude([ties.choose(sheet.lowest())])
