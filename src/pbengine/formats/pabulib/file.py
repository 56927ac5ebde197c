"""What a ``.pb`` file says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.formats.faults import Fault
    from pbengine.voting.ballots import BallotLimits
    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile
    from pbengine.voting.registry import OptionValue


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """An election as a ``.pb`` file has it: the text for the round trip, and the values for a count.

    Two files are equal when they say the same; warnings are about how they were written and do not count.

    Parameters
    ----------
    meta
        every key of META with its text, in the order of the file; numbers with a decimal point.
    instance
        the projects in the order of the file, withdrawn where the cost is the sentinel 999999999; money in minor units.
    profile
        the ballots; voters with the same cells are one row.
    limits
        what META asks of a ballot; no limit where META gives none.
    rule_id, rule_options
        the rule that META names; None where it names none of ours (``meta["rule"]`` has the word).
    projects, votes
        every column as text, in the order of the file.
    selected
        the text of ``selected`` for each project id; None where the file has no such column.
    warnings
        what is doubtful, each with its line.
    """

    meta: Mapping[str, str]
    instance: Instance
    profile: Profile = field(compare=False)  # the votes as numbers
    limits: BallotLimits
    rule_id: str | None
    rule_options: Mapping[str, OptionValue]
    projects: Mapping[str, Sequence[str]]
    votes: Mapping[str, Sequence[str]]
    selected: Mapping[str, str] | None
    warnings: tuple[Fault, ...] = field(default=(), compare=False)
