"""What is measured: one line a case, with the peers that offer the rule and the aims that were set for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """An election, a rule with its options, peers, and aims.

    Parameters
    ----------
    election
        a name of :data:`bench.elections.ELECTIONS`.
    rule
        an id of ours.
    settings
        options of the rule, ``name=value`` separated by spaces.
    seats
        seats to fill; 0 where there is a budget, or the files say it.
    peers
        who is measured beside us: ``bench/peers/timed_*.py``.
    slow
        peers that are left out unless they are asked for, and what they need.
    aims
        what was set: ``rule`` and ``read`` in seconds by themselves, ``whole`` in seconds, ``memory`` in megabytes.
    """

    election: str
    rule: str
    settings: str = ""
    seats: int = 0
    peers: tuple[str, ...] = ()
    slow: tuple[tuple[str, str], ...] = ()
    aims: tuple[tuple[str, float], ...] = ()

    @property
    def name(self) -> str:
        """What a person asks for it by."""
        seats = [str(self.seats)] if self.seats else []
        return "-".join([self.election, self.rule, *self.options.values(), *seats])

    @property
    def options(self) -> dict[str, str]:
        """The options by name."""
        return {name: value for name, _, value in (part.partition("=") for part in self.settings.split())}

    @property
    def counted(self) -> str:
        """How it is counted, in a few words."""
        for_seats = f"{self.seats} seat{'s' * (self.seats > 1)}" if self.seats else ""
        return ", ".join(filter(None, [self.rule, self.settings.replace(" ", ", "), for_seats]))


MES = "equal-shares"
ADD1 = "completion=add1"
ALL_RANKED = ("pref_voting", "votekit", "pyrankvote")
BOTH = ("pabumeasures", "pabutools")
LARGER = (("pabutools", "ten times the memory of the election above"),)
LONGER = (("pabutools", "longer than for Warsaw, and over 30 GB"),)
ALIKE = (("pabutools", "half a minute or more, telling what Warsaw tells"),)
ALIKE_RANKED = (("votekit", "half a minute or more, telling what the shorter rankings tell"),)
MEEK = (("pref_voting", "more than ten minutes"),)
ORDERS = (("pref_voting", "days, trying all orders of 15 candidates"),)
A_MILLION = (("whole", 10.0), ("memory", 1000.0))

CASES = (
    Case("warsaw", "greedy", peers=BOTH),
    Case("warsaw", "greedy", "order=score-per-cost", peers=("pabumeasures",), slow=ALIKE),
    Case("warsaw", MES, peers=BOTH, aims=(("read", 0.25), ("rule", 0.05), ("whole", 0.8))),
    Case("warsaw", MES, "utility=cardinality", peers=BOTH),
    Case("warsaw", MES, ADD1, peers=BOTH, aims=(("rule", 1), ("memory", 200))),
    Case("warsaw", MES, "completion=add1u", peers=("pabumeasures",)),
    Case("warsaw", "phragmen", peers=BOTH, aims=(("rule", 0.3),)),
    Case("warsaw", "max-welfare", peers=("pabutools",)),
    Case("generated", "greedy", peers=("pabumeasures",), slow=ALIKE),
    Case("generated", MES, peers=BOTH),
    Case("generated", MES, ADD1, peers=("pabumeasures",), slow=LONGER, aims=(("rule", 3),)),
    Case("generated", "phragmen", peers=("pabumeasures",), slow=ALIKE),
    Case("generated", "max-welfare", slow=ALIKE),
    Case("million", "greedy", peers=("pabumeasures",), slow=LARGER),
    Case("million", MES, peers=("pabumeasures",), slow=LARGER, aims=A_MILLION),
    Case("million", MES, ADD1, slow=(("pabumeasures", "several minutes"), *LARGER), aims=A_MILLION),
    Case("million", "phragmen", peers=("pabumeasures",)),
    Case("wieliczka", MES, peers=BOTH),
    Case("wieliczka", MES, ADD1, peers=BOTH),
    Case("wieliczka", MES, f"{ADD1} exhaustive-stop=yes", peers=("pabutools",)),
    Case("wieliczka", "maximin-support", peers=("pabutools",)),
    Case("wieliczka", MES, seats=10, peers=("abcvoting",)),
    Case("wieliczka", "phragmen", seats=10, peers=("abcvoting",)),
    Case("wieliczka", "maximin-support", seats=10, peers=("abcvoting",)),
    Case("budapest", MES, ADD1, peers=BOTH, aims=(("rule", 10),)),
    Case("krakow", MES, "utility=borda", peers=("pabutools",)),
    Case("krakow", "expanding-approvals", peers=("pabutools",)),
    Case("toulouse", MES, "utility=points", peers=("pabutools",)),
    Case("toulouse", "cumulative-stv", peers=("pabutools",)),
    Case("truncated", "scottish-stv", seats=5, peers=ALL_RANKED, aims=(("rule", 0.5),)),
    Case("truncated", "nz-meek", seats=5, slow=MEEK, aims=(("rule", 1),)),
    Case("truncated", "irv", seats=1, peers=ALL_RANKED),
    Case("truncated", "schulze", seats=1, peers=("pref_voting", "votekit"), aims=(("rule", 0.5),)),
    Case("truncated", "ranked-pairs", seats=1, peers=("pref_voting", "votekit"), aims=(("rule", 0.5),)),
    Case("truncated", "borda", seats=1, peers=("pref_voting", "votekit")),
    Case("truncated", "wigm-prf", seats=5, peers=("pref_voting",)),
    Case("truncated", "kemeny", seats=1, slow=ORDERS),
    Case("full", "scottish-stv", seats=5, peers=ALL_RANKED, aims=(("rule", 0.5),)),
    Case("full", "nz-meek", seats=5, slow=MEEK, aims=(("rule", 1),)),
    Case("full", "irv", seats=1, peers=("pref_voting", "pyrankvote"), slow=(("votekit", "three minutes"),)),
    Case("full", "schulze", seats=1, peers=("pref_voting", "votekit"), aims=(("rule", 0.5),)),
    Case("full", "ranked-pairs", seats=1, peers=("pref_voting",), slow=ALIKE_RANKED, aims=(("rule", 0.5),)),
    Case("full", "borda", seats=1, peers=("pref_voting",), slow=ALIKE_RANKED),
    Case("full", "copeland", seats=1, peers=("pref_voting",)),
    Case("full", "minimax", seats=1, peers=("pref_voting",)),
    Case("full", "kemeny", seats=1, slow=ORDERS),
    Case("wards", "scottish-stv", peers=ALL_RANKED, aims=(("whole", 4),)),
)  # fmt: skip
