"""The constraints of an election as they stand beside its result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pbengine.formats.figures import money_text
from pbengine.voting.constraints import Feature

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile

Document = dict[str, Any]


def constraints_document(instance: Instance, profile: Profile) -> Document:
    """Return what an election was counted under beside its budget, by the names of the TOML; empty where nothing is.

    Money is in units of the currency. Of endowments it says how many voters have how many parts.

    Examples
    --------
    >>> from pbengine.voting.constraints import Band, Constraints
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> asked = Constraints(bands=(Band("Green", ("1",), cap=5050),), dependencies=(("1", "2"),))
    >>> town = Instance((Project("1", 60), Project("2", 40)), budget=80, minor_units=100, constraints=asked)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0]])
    >>> constraints_document(town, ballots)
    {'dependencies': {'1': ['2']}, 'bands': [{'name': 'Green', 'projects': ['1'], 'floor': '0', 'cap': '50.5'}]}
    """
    asked, units = instance.constraints, instance.minor_units
    needs: dict[str, list[str]] = {}
    for id_, needed in asked.dependencies:
        needs.setdefault(id_, []).append(needed)
    said: Document = {
        "minimum-votes": str(asked.minimum_votes) if asked.minimum_votes else "",
        "exclusions": [list(group) for group in asked.exclusions],
        "dependencies": needs,
        "parts": {id_: [money_text(amount, units) for amount in amounts] for id_, amounts in asked.parts},
        "bands": [
            {
                "name": band.name,
                "projects": list(band.projects),
                "floor": money_text(band.floor, units),
                **({} if band.cap is None else {"cap": money_text(band.cap, units)}),
            }
            for band in asked.bands
        ],
        "pots": [
            {"name": pot.name, "projects": list(pot.projects), "money": money_text(pot.money, units)}
            for pot in asked.pots
        ],
        "endowments": _endowments(profile) if Feature.ENDOWMENTS in profile.features else [],
    }
    return {name: value for name, value in said.items() if value}


def _endowments(profile: Profile) -> list[Document]:
    """Return how many voters have how many parts of the budget."""
    if profile.endowments is None:
        return []
    parts, place = np.unique(profile.endowments, return_inverse=True)
    voters = np.zeros(len(parts), dtype=np.int64)
    np.add.at(voters, place, profile.weights)
    return [{"parts": str(part), "voters": count} for part, count in zip(parts.tolist(), voters.tolist(), strict=True)]
