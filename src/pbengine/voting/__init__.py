"""Rules and measures of participatory budgeting, as pure functions. Importing it fills the register of rules."""

from pbengine.voting.constraints import Band, Constraints, Feature, Pot
from pbengine.voting.errors import (
    BallotKindError,
    BallotsError,
    EffortError,
    FeatureError,
    InstanceError,
    LotError,
    OptionsError,
    ProfileError,
    UnknownRuleError,
    VotingError,
)
from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.lot import Lot, ballot_order, lot_from_seed
from pbengine.voting.outcome import Action, Outcome, Reason, Settled, Step, Tie
from pbengine.voting.profile import BallotKind, Profile
from pbengine.voting.registry import Rule, find_rule
from pbengine.voting.rules import RULE_MODULES

__all__ = [
    "RULE_MODULES",
    "Action",
    "BallotKind",
    "BallotKindError",
    "BallotsError",
    "Band",
    "Constraints",
    "EffortError",
    "Feature",
    "FeatureError",
    "Instance",
    "InstanceError",
    "Lot",
    "LotError",
    "OptionsError",
    "Outcome",
    "Pot",
    "Profile",
    "ProfileError",
    "Project",
    "Reason",
    "Rule",
    "Settled",
    "Standing",
    "Step",
    "Tie",
    "UnknownRuleError",
    "VotingError",
    "ballot_order",
    "find_rule",
    "lot_from_seed",
]
