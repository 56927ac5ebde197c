"""The voting rules, one file each. A new rule is its file and a line here: importing this fills the register."""

from pbengine.voting.rules import (
    equal_shares,
    greedy,
    greedy_exclusive,
    greedy_no_skip,
    greedy_threshold,
    irv,
    knapsack_per_dollar,
    max_welfare,
    median_phantoms,
    meek_prf,
    nz_meek,
    phragmen,
    quadratic_funding,
    scottish_stv,
    utilitarian_phantoms,
    wigm_prf,
)

RULE_MODULES = (
    equal_shares,
    greedy,
    greedy_exclusive,
    greedy_no_skip,
    greedy_threshold,
    irv,
    knapsack_per_dollar,
    max_welfare,
    median_phantoms,
    meek_prf,
    nz_meek,
    phragmen,
    quadratic_funding,
    scottish_stv,
    utilitarian_phantoms,
    wigm_prf,
)
"""Every module that registers rules."""
