"""Whether ballots could be cast and counted at all: tried before voting opens, so that nobody votes for nothing."""

from typing import TYPE_CHECKING

import pbengine.voting.rules  # noqa: F401 - fills the register
from pbengine.process.refusals import CostLimitRefusal, Refusal, RuleUnfitRefusal
from pbengine.process.rounds import Round
from pbengine.voting.errors import VotingError
from pbengine.voting.instance import Standing
from pbengine.voting.lot import ballot_order
from pbengine.voting.profile import Profile
from pbengine.voting.registry import find_rule

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance


def trial_of(round_: Round, instance: "Instance") -> tuple[Refusal, ...]:
    """Return why a vote on these projects could not be held: CostLimitRefusal, RuleUnfitRefusal; none if it could."""
    return (*_cost_limit(round_, instance), *_rule(round_, instance))


def _cost_limit(round_: Round, instance: "Instance") -> tuple[Refusal, ...]:
    costs = [project.cost for project in instance.projects if project.standing is Standing.STANDING]
    most = round_.max_sum_cost
    return (CostLimitRefusal(),) if most is not None and costs and min(costs) > most else ()


def _rule(round_: Round, instance: "Instance") -> tuple[Refusal, ...]:
    """Count no ballots once: a rule that cannot count these says so now and not after the close."""
    rule = find_rule(round_.rule_id)
    nobody = Profile.from_ballots(round_.ballot_kind, len(instance.projects), [])
    try:
        rule.tally(instance, nobody, lot=ballot_order(instance), **round_.rule_options)
    except VotingError as error:
        return (RuleUnfitRefusal(rule.name, tuple(getattr(error, "faults", ())) or (str(error),)),)
    return ()
