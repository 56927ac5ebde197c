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

    ``reader`` takes the bytes of a file, ``writer`` an :class:`Election`; both are named ``module:function`` and
    imported when they are called. ``holds`` is what a file of this format can say.
    """

    suffix: str
    name: str
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
        read = cast("Callable[[bytes], PabulibFile | RankedFile | Election]", _named(self.reader))
        return election_of(read(data))

    def write(self, election: Election) -> tuple[str, tuple[str, ...]]:
        """Return the text of a file, and in words what it leaves out.

        Raises
        ------
        NotHeldError
            if the election has something without which it would be another one, and the format cannot hold it.
        """
        left_out = refuse_unheld(election, self.holds, self.name)
        write = cast("Callable[[Election], str]", _named(self.writer))
        return write(election), left_out


def _named(place: str) -> object:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


CSV = "pbengine.formats.ballots_csv"
PREFLIB = "pbengine.formats.preflib"
STRICT = frozenset({Holding.TITLE})
WEAK = STRICT | {Holding.EQUAL_RANKS}

FORMATS = (
    Format(
        ".pb", "Pabulib", "pbengine.formats.pabulib:read_pabulib", "pbengine.formats.pabulib:write_election", PROJECTS
    ),
    Format(".blt", "BLT", "pbengine.formats.blt:read_blt", "pbengine.formats.blt:write_election", RANKINGS),
    Format(".soi", "PrefLib", f"{PREFLIB}:read_preflib", f"{PREFLIB}:write_soi", STRICT | {Holding.UNRANKED}),
    Format(".soc", "PrefLib", f"{PREFLIB}:read_preflib", f"{PREFLIB}:write_soc", STRICT),
    Format(".toi", "PrefLib", f"{PREFLIB}:read_preflib", f"{PREFLIB}:write_toi", WEAK | {Holding.UNRANKED}),
    Format(".toc", "PrefLib", f"{PREFLIB}:read_preflib", f"{PREFLIB}:write_toc", WEAK),
    Format(
        ".csv", "CSV", "pbengine.formats.ballots_csv:read_csv", "pbengine.formats.ballots_csv:write_csv", SPREADSHEET
    ),
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
