"""Refusals of the voting core. Each carries its figures as attributes; the text is for developers."""

from __future__ import annotations


class VotingError(Exception):
    """Base of every refusal of :mod:`pbengine.voting`."""


class InstanceError(VotingError):
    """The projects or the budget cannot be voted on. ``faults`` holds every reason."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class ProfileError(VotingError):
    """The arrays of a profile do not fit together. ``faults`` holds every reason."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class LotError(VotingError):
    """The lot does not order exactly the projects of the instance."""


class UnknownRuleError(VotingError):
    """No rule has this id. ``known`` lists those there are."""

    def __init__(self, rule_id: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no rule {rule_id!r}; the rules are {', '.join(known)}")
        self.rule_id = rule_id
        self.known = known


class BallotKindError(VotingError):
    """The rule does not take ballots of this kind."""

    def __init__(self, rule_id: str, kind: str, takes: tuple[str, ...]) -> None:
        super().__init__(f"rule {rule_id!r} counts {', '.join(takes)} ballots, not {kind} ballots")
        self.rule_id = rule_id
        self.kind = kind
        self.takes = takes


class FeatureError(VotingError):
    """The rule cannot carry something that the election has. ``features`` lists every such thing."""

    def __init__(self, rule_id: str, features: tuple[str, ...]) -> None:
        said = "; ".join(NOT_CARRIED[feature] for feature in features)
        super().__init__(f"rule {rule_id!r} {said}")
        self.rule_id = rule_id
        self.features = features


class BallotsError(VotingError):
    """Ballots that the rule cannot count with its options. ``rows`` are those of the profile."""

    def __init__(self, rule_id: str, why: str, rows: tuple[int, ...]) -> None:
        super().__init__(f"rule {rule_id!r}: {why}")
        self.rule_id = rule_id
        self.rows = rows


class EffortError(VotingError):
    """An exact count that would take more than the stated limit. ``limit`` is in the units that ``why`` names."""

    def __init__(self, why: str, limit: int) -> None:
        super().__init__(f"the exact count is given up: {why} (the limit is {limit:,})")
        self.limit = limit


class OptionsError(VotingError):
    """Options that the rule does not have, or values out of their bounds. ``faults`` holds every one."""

    def __init__(self, rule_id: str, faults: tuple[str, ...]) -> None:
        super().__init__(f"rule {rule_id!r}: " + "; ".join(faults))
        self.rule_id = rule_id
        self.faults = faults


NOT_CARRIED = {
    "costs": "fills seats, and here the projects differ in cost",
    "pots": "cannot divide the budget into pots",
    "minimum-votes": "cannot ask for a minimum of votes",
    "exclusions": "cannot keep projects that exclude each other apart",
    "dependencies": "cannot make one project wait for another",
    "caps": "cannot limit what a group of projects costs",
    "floors": "cannot keep money for a group of projects",
    "parts": "cannot fund a project in part",
    "endowments": "gives every voter the same weight",
    "equal-ranks": "needs rankings without equal ranks",
}
"""What a refusal says of each :class:`~pbengine.voting.constraints.Feature`."""
