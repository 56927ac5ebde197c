"""The rule that META names, as a rule of ours with its options, and back."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.figures import exact_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.voting.outcome import Figure
    from pbengine.voting.registry import OptionValue

THRESHOLD = "min_project_score_threshold"
EXPLAINED_ELSEWHERE = ("unknown",)
"""What META may say without naming a rule."""

DECLARED: Mapping[str, tuple[str, Mapping[str, OptionValue]]] = MappingProxyType(
    {
        "greedy": ("greedy", {}),
        "greedy-no-skip": ("greedy-no-skip", {}),
        "greedy-threshold": ("greedy-threshold", {}),
        "greedy-exclusive": ("greedy-exclusive", {}),
        "greedy-custom": ("greedy-cover", {}),  # in practice Poznan's; the files explain it in their comment
        "equalshares": ("equal-shares", {}),
        "equalshares-comparison": ("equal-shares", {"comparison": "yes"}),
        "equalshares/add1": ("equal-shares", {"completion": "add1"}),
        "equalshares/add1-comparison": ("equal-shares", {"completion": "add1", "comparison": "yes"}),
    }
)
STANDARD: Mapping[str, Figure] = MappingProxyType(
    {
        "order": "score",
        "groups": "",
        "cover": Fraction(4, 5),
        "utility": "cost",
        "completion": "none",
        "start": "exact",
        "increment": 1,
        "exhaustive-stop": "no",
        "comparison": "no",
    }
)
"""What an option is where META says nothing of it."""


def declared_rule(rule: str, threshold: Fraction | None = None) -> tuple[str | None, Mapping[str, OptionValue]]:
    """Return the id of the rule that META names and its options; None where it names none of ours.

    Examples
    --------
    >>> declared_rule("equalshares/add1")
    ('equal-shares', mappingproxy({'completion': 'add1'}))
    >>> declared_rule("unknown")
    (None, mappingproxy({}))
    """
    if rule not in DECLARED:
        return None, MappingProxyType({})
    rule_id, options = DECLARED[rule]
    if rule_id == "greedy-threshold" and threshold is not None:
        options = {"threshold": threshold}
    return rule_id, MappingProxyType(dict(options))


def rule_keys(rule_id: str, options: Mapping[str, Figure]) -> dict[str, str]:
    """Return the keys of META that name a rule; ``unknown`` where Pabulib has no word for it with these options.

    Examples
    --------
    >>> rule_keys("greedy-threshold", {"threshold": Fraction(50)})
    {'rule': 'greedy-threshold', 'min_project_score_threshold': '50'}
    >>> rule_keys("equal-shares", {"utility": "cardinality"})
    {'rule': 'unknown'}
    """
    given = {name: value for name, value in options.items() if value != STANDARD.get(name)}
    threshold = given.pop("threshold", None) if rule_id == "greedy-threshold" else None
    for rule, (declared_id, declared) in DECLARED.items():
        if declared_id == rule_id and declared == given:
            keys = {"rule": rule}
            if isinstance(threshold, int | Fraction):
                keys[THRESHOLD] = exact_text(threshold)
            return keys
    return {"rule": "unknown"}
