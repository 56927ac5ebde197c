"""The voting rules, one file each. A new rule is its file and a line here: importing this fills the register."""

from pbengine.voting.rules import (
    equal_shares,
    greedy,
    greedy_exclusive,
    greedy_no_skip,
    greedy_threshold,
    knapsack_per_dollar,
    max_welfare,
    median_phantoms,
    phragmen,
    quadratic_funding,
    scottish_stv,
    utilitarian_phantoms,
)

RULE_MODULES = (
    equal_shares,
    greedy,
    greedy_exclusive,
    greedy_no_skip,
    greedy_threshold,
    knapsack_per_dollar,
    max_welfare,
    median_phantoms,
    phragmen,
    quadratic_funding,
    scottish_stv,
    utilitarian_phantoms,
)
"""Every module that registers rules."""
