"""Group 05: no more votes than voters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.audit.errors import NotGivenError
from pbengine.audit.numbers import COUNTED, eligible, numbers_of
from pbengine.audit.register import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.audit.case import Case


@check("05.01", "no more voters than persons on the roll")
def voters_are_on_the_roll(case: Case) -> Iterator[str]:
    """Find more pseudonyms in the log than persons who may vote."""
    roll = eligible(case)
    if roll is None:
        raise NotGivenError("neither election.json nor the auditor says how many persons stood on the roll")
    voters = len(case.box.by_cred)
    if voters > roll:
        yield f"{voters} voters cast ballots; {roll} persons stood on the roll"


@check("05.05", "the published numbers of ballots are one number")
def numbers_fit(case: Case) -> Iterator[str]:
    """Find numbers of counted ballots that are missing or differ."""
    numbers = numbers_of(case)
    for name in COUNTED:
        if name not in numbers:
            yield f"there is no number of {name}"
    if len({numbers[name] for name in COUNTED if name in numbers}) > 1:
        yield ", ".join(f"{name}: {numbers[name]}" for name in COUNTED if name in numbers)
