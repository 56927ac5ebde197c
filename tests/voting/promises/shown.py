"""Votes that show what a rule does not promise, each small enough to count by hand."""

from __future__ import annotations

from pbengine.voting import promises as says

RAISED = ("1 1 1", 1, "39 abc, 35 bca, 26 cab")
SQUEEZED = ("1 1 1", 1, "4 abc, 2 bac, 3 cba")
AGREED = ("5 5 2", 10, "4 ab, 1 c")
OVERTAKEN = ("2 2 3", 3, "4 c, 3 ab")

SHOWN: dict[str, dict[str, tuple[str, int, str]]] = {
    says.MONEY_MAY_BE_LEFT: {
        "greedy-no-skip": ("3 1", 2, "1 ab"),
        "greedy-cover": ("4 1", 2, "1 ab"),
        "equal-shares": ("4 1", 5, "1 b, 1 a"),
        "bounded-overspending": ("1 3 1", 2, "2 abc, 2 b"),
        "phragmen": ("1 1 2", 2, "1 abc, 1 ac"),
        "max-coverage": ("2 1", 7, "1 ab"),
        "expanding-approvals": ("3 2", 5, "1 b, 1 ab"),
    },
    says.MORE_MONEY_MAY_HURT: {
        "greedy": ("3 4 1", 6, "1 ab"),
        "greedy-threshold": ("1 3 1", 3, "1 abc"),
        "greedy-exclusive": ("3 3 1", 4, "1 abc"),
        "knapsack": ("3 1 3", 5, "1 c"),
        "bounded-overspending": ("4 4 2", 7, "1 ab, 1 abc"),
        "maximin-support": ("1 3 2", 3, "3 ab, 1 abc"),
        "max-welfare": OVERTAKEN,
        "max-coverage": ("2 2 2", 2, "2 ac, 2 bc, 1 a, 1 b"),
        "max-nash": OVERTAKEN,
        "leximin": ("1 1 2 1", 3, "2 b, 2 abd, 3 abc, 1 abcd"),
        "cumulative-stv": ("2 3", 3, "1 a, 2 b"),
        "quadratic": OVERTAKEN,
    },
    says.MAJORITY_TAKES_ALL: dict.fromkeys(
        (
            "borda",
            "copeland",
            "greedy",
            "greedy-cover",
            "greedy-exclusive",
            "greedy-no-skip",
            "greedy-threshold",
            "kemeny",
            "knapsack",
            "max-welfare",
            "minimax",
            "quadratic",
            "ranked-pairs",
            "schulze",
        ),
        AGREED,
    ),
    says.TACTICS_MAY_HELP: {
        "greedy": ("4 3 2", 5, "1 abc"),
        "greedy-threshold": ("4 2 3", 5, "1 abc"),
        "greedy-exclusive": ("4 2 1", 4, "1 abc"),
        "equal-shares": ("3 3", 6, "1 ab, 1 b"),
        "bounded-overspending": ("4 4 1 1", 8, "4 bcd, 4 a, 1 b"),
        "phragmen": ("3 2 4", 5, "2 abc, 1 bc"),
        "maximin-support": ("2 2 4 2", 5, "1 abc, 2 bcd"),
        "max-coverage": ("3 4", 7, "4 ab, 2 b"),
        "borda": ("1 1 1", 1, "1 abc, 1 cba"),
        "schulze": ("1 1 1", 1, "1 cab, 1 bac"),
        "ranked-pairs": ("1 1 1", 1, "1 cba, 1 bca"),
        "kemeny": ("1 1 1 1", 1, "1 dabc, 1 cdba"),
        "copeland": ("1 1 1 1", 1, "2 adbc, 2 cbda"),
        "minimax": ("1 1 1 1", 1, "1 abdc, 1 cadb, 1 adcb, 3 dcab"),
    },
    says.TWO_NAMES_HELP: {
        "quadratic": ("1 1", 1, "1 aaaaaaaaaa, 12 b"),
        "quadratic-funding": ("1000 1000", 100, "1 aa, 1 bbbb"),
    },
    says.RAISING_MAY_HURT: dict.fromkeys(("irv", "meek-prf", "nz-meek", "scottish-stv", "wigm-prf"), RAISED),
    says.CONDORCET_MAY_LOSE: {
        **dict.fromkeys(("irv", "meek-prf", "nz-meek", "scottish-stv", "wigm-prf"), SQUEEZED),
        "borda": ("1 1 1", 1, "3 abc, 2 bca"),
    },
    says.MAJORITY_MAY_LOSE: {"borda": ("1 1 1", 1, "3 abc, 2 bca")},
    says.CONDORCET_LOSER_MAY_WIN: {
        "minimax": ("1 1 1 1", 1, "1 dabc, 2 abcd, 1 dbca, 2 bcad, 2 dcab, 1 cabd"),
    },
    says.QUOTAS_MAY_BE_LOST: {"irv": ("1 1 1", 2, "8 ab, 2 c")},
    says.SMALL_PARTS_MAY_HELP: {"knapsack-per-dollar": ("4 4 4", 4, "1 cccc, 1 bbcc")},
    says.SINGLE_MINDED_MAY_GET_NOTHING: dict.fromkeys(
        ("knapsack-per-dollar", "utilitarian-phantoms"), ("4 4 4", 4, "3 aaaa, 2 bbbb")
    ),
}
"""Costs, budget and ballots by what is not promised and the rule; the lot is the alphabet."""
