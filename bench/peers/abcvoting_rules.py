"""Approval rules that fill seats by abcvoting: questions as JSON on standard input, the answers on standard output.

A question is ``{"rule": ..., "candidates": m, "seats": k, "ballots": [[weight, [0, 2]], ...]}``, and an answer
``{"committees": [[...], ...]}``: every committee that some order of ties gives.
"""

import json
import sys
from types import ModuleType
from typing import Any

sys.modules["gurobipy"] = ModuleType("gurobipy")  # it is imported whether used or not, and its licence is proprietary

from abcvoting import abcrules  # noqa: E402 - found only after the line above
from abcvoting.preferences import Profile  # noqa: E402 - as above

RULES: dict[str, tuple[str, dict[str, Any]]] = {
    "equal-shares": ("equal-shares", {"completion": None}),
    "equal-shares-phragmen": ("equal-shares", {"completion": "seqphragmen"}),
    "equal-shares-greedy": ("equal-shares-with-av-completion", {}),
    "phragmen": ("seqphragmen", {}),
    "maximin-support": ("maximin-support", {}),
}


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Answer one question."""
    profile = Profile(question["candidates"])
    for weight, ballot in question["ballots"]:
        for _ in range(weight):
            profile.add_voter(ballot)
    rule, options = RULES[question["rule"]]
    algorithm = "fastest" if rule == "maximin-support" else "standard-fractions"
    committees = abcrules.compute(
        rule, profile, committeesize=question["seats"], algorithm=algorithm, resolute=False, **options
    )
    return {"committees": sorted(sorted(committee) for committee in committees)}


def answer_or_refusal(question: dict[str, Any]) -> dict[str, Any]:
    """Answer one question, or say why abcvoting does not."""
    try:
        return answer(question)
    except Exception as fault:  # noqa: BLE001 - whatever a peer raises is its answer
        return {"refused": f"{type(fault).__name__}: {fault}"}


if __name__ == "__main__":
    json.dump([answer_or_refusal(question) for question in json.load(sys.stdin)], sys.stdout)
