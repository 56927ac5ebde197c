"""The numbers of a vote that must fit together, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.audit.errors import BlockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pbengine.audit.case import Case


def eligible(case: Case) -> int | None:
    """Return how many persons stood on the roll: as the auditor says, else as the election says, if it does."""
    if case.given.roll_count is not None:
        return case.given.roll_count
    return case.election.get().eligible


_SOURCES: Mapping[str, Callable[[Case], object]] = {
    "ballots in the log": lambda case: len(case.box.ballots),
    "voters in the log": lambda case: len(case.box.by_cred),
    "void entries": lambda case: len(case.box.voids),
    "counting ballots": lambda case: len(case.box.counting),
    "votes in result.json": lambda case: case.result.get().get("votes"),
    "votes in result.pb": lambda case: case.result_pb.get().profile.voters,
    "persons on the roll": eligible,
}
COUNTED = ("counting ballots", "votes in result.json", "votes in result.pb")
"""The three that must be one number."""


def numbers_of(case: Case) -> dict[str, int]:
    """Return the numbers by name, without those that cannot be made out."""
    found = {}
    for name, source in _SOURCES.items():
        try:
            number = source(case)
        except BlockedError:
            continue
        if isinstance(number, int) and not isinstance(number, bool):
            found[name] = number
    return found
