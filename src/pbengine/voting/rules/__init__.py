"""The voting rules, one file each. A new rule is its file and a line here; importing this package fills the register."""

from pbengine.voting.rules import greedy

__all__ = ["greedy"]
