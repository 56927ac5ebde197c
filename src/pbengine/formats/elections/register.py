"""The formats by the ends of their files' names. A new format is a file of its own and a line here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from pbengine.formats.elections.election import Election, election_of
from pbengine.formats.elections.holding import PROJECTS, RANKINGS, SPREADSHEET, Holding, refuse_unheld

if TYPE_CHECKING:
    from collections.abc import Callable

    from pbengine.formats.pabulib.file import PabulibFile
    from pbengine.formats.ranked.file import RankedFile


class UnknownFormatError(Exception):
    """No format has files that end so. ``known`` lists the ends that there are."""

    def __init__(self, suffix: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no format has files that end in {suffix!r}; there are {', '.join(known)}")
        self.suffix = suffix
        self.known = known


@dataclass(frozen=True, slots=True)
class Format:
    """A format of election files.

    ``module`` of :mod:`pbengine.formats` has the functions ``reader``, which takes the bytes of a file, and ``writer``,
    which takes an :class:`Election`; it is imported when they are called. ``holds`` is what such a file can say.
    """

    suffix: str
    name: str
    module: str
    reader: str
    writer: str
    holds: frozenset[Holding]

    def read(self, data: bytes) -> Election:
        """Read a file.

        Raises
        ------
        FormatError
            with every fault of the file.
        """
        read = cast("Callable[[bytes], PabulibFile | RankedFile | Election]", self._named(self.reader))
        return election_of(read(data))

    def write(self, election: Election) -> tuple[str, tuple[str, ...]]:
        """Return the text of a file, and in words what it leaves out.

        Raises
        ------
        NotHeldError
            if the election has something without which it would be another one, and the format cannot hold it.
        """
        left_out = refuse_unheld(election, self.holds, self.name)
        write = cast("Callable[[Election], str]", self._named(self.writer))
        return write(election), left_out

    def _named(self, function: str) -> object:
        return getattr(import_module(f"pbengine.formats.{self.module}"), function)


STRICT = frozenset({Holding.TITLE})
UNRANKED = frozenset({Holding.UNRANKED})
WEAK = STRICT | {Holding.EQUAL_RANKS}

FORMATS = (
    Format(".pb", "Pabulib", "pabulib", "read_pabulib", "write_election", PROJECTS),
    Format(".blt", "BLT", "blt", "read_blt", "write_election", RANKINGS),
    Format(".soi", "PrefLib", "preflib", "read_preflib", "write_soi", STRICT | UNRANKED),
    Format(".soc", "PrefLib", "preflib", "read_preflib", "write_soc", STRICT),
    Format(".toi", "PrefLib", "preflib", "read_preflib", "write_toi", WEAK | UNRANKED),
    Format(".toc", "PrefLib", "preflib", "read_preflib", "write_toc", WEAK),
    Format(".abif", "ABIF", "abif", "read_abif", "write_abif", WEAK | UNRANKED),
    Format(".csv", "CSV", "ballots_csv", "read_csv", "write_csv", SPREADSHEET),
)


def format_of(suffix: str) -> Format:
    """Return the format of files whose names end so, in whatever case.

    Raises
    ------
    UnknownFormatError
        listing the ends that there are.

    Examples
    --------
    >>> format_of(".BLT").name
    'BLT'
    """
    for known in FORMATS:
        if known.suffix == suffix.lower():
            return known
    raise UnknownFormatError(suffix, tuple(known.suffix for known in FORMATS))
