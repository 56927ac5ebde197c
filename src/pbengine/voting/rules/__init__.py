"""The voting rules, one file each. A new rule is its file and a line here: importing this fills the register."""

from pbengine.voting.rules import greedy

RULE_MODULES = (greedy,)
"""Every module that registers rules."""
