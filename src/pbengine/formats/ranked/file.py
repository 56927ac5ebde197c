"""What a file of rankings says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pbengine.voting.instance import Instance, Project, Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pbengine.formats.faults import Fault
    from pbengine.voting.profile import Profile


@dataclass(frozen=True, slots=True)
class RankedFile:
    """An election of candidates to seats, as a file of rankings has it.

    Two files are equal when they say the same, ballots aside; warnings are about how they were written.

    Parameters
    ----------
    title
        what is decided; empty where the file does not say.
    candidates
        the names in the order of the file, as they stand there; two may be the same.
    instance
        the candidates under their ids, the numbers ``"1"``, ``"2"``, … in the order of the file, each costing one seat,
        and as the budget the seats.
    profile
        the rankings; voters with the same ranking are one row.
    lot
        ids in the order that settles ties, where the file gives one; empty where it does not.
    nicknames
        the short names that the file uses for its candidates; empty where it uses their numbers.
    options
        what else the file asks of a count, as it stands there.
    remarks
        what follows the title, and the comments, in the order of the file.
    warnings
        what is doubtful, each with its line.
    """

    title: str
    candidates: tuple[str, ...]
    instance: Instance
    profile: Profile = field(compare=False)  # arrays
    lot: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    warnings: tuple[Fault, ...] = field(default=(), compare=False)

    @property
    def seats(self) -> int:
        """How many candidates are to be elected."""
        return self.instance.budget


def numbered(count: int) -> tuple[str, ...]:
    """Return the ids of so many candidates.

    Examples
    --------
    >>> numbered(3)
    ('1', '2', '3')
    """
    return tuple(str(number) for number in range(1, count + 1))


def candidates_for_seats(ids: Sequence[str], seats: int, *, withdrawn: Collection[str] = ()) -> Instance:
    """Return the election of these candidates, some of whom have withdrawn.

    Examples
    --------
    >>> [candidate.id for candidate in candidates_for_seats(["1", "2", "3"], 1, withdrawn=["2"]).standing]
    ['1', '3']
    """
    standing = {True: Standing.WITHDRAWN, False: Standing.STANDING}
    return Instance(tuple(Project(id_, 1, standing[id_ in withdrawn]) for id_ in ids), budget=seats)
