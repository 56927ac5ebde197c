"""What stands before the ballots: how many candidates and seats, who has withdrawn, and options in square brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pbengine.formats.faults import Fault, FormatError, number_of, shown

_SIZES = re.compile(r"\s*([0-9]{1,9})\s+([0-9]{1,9})(?=\s|\[|\Z)")
_MORE = re.compile(r"\s*(?:\[([^\[\]]*)\]|-\s*([0-9]{1,9})(?=\s|\[|\Z))")
MOST_CANDIDATES = 100_000


@dataclass(slots=True)
class Header:
    """The first numbers of a file and what is asked beside them; the lists grow as it is read.

    ``end`` is where the ballots begin in the text. Candidates are columns, from 0.
    """

    candidates: int
    seats: int
    end: int
    withdrawn: list[int] = field(default_factory=list)
    tie: list[int] = field(default_factory=list)
    nicknames: tuple[str, ...] = ()
    options: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def columns(self) -> dict[str, int]:
        """The column of each nickname."""
        return {name: column for column, name in reversed(list(enumerate(self.nicknames)))}


def read_header(head: str) -> Header:
    r"""Read the two numbers, and after them options and withdrawn candidates in any order.

    Raises
    ------
    FormatError
        if the two numbers are not there; without them nothing that follows can be understood.

    Examples
    --------
    >>> header = read_header("3 2\n-2\n[tie 3 2 1]\n[droop precision=5]\n4 1 0")
    >>> header.candidates, header.seats, header.withdrawn, header.tie, header.options
    (3, 2, [1], [2, 1, 0], ['droop precision=5'])
    """
    sizes = _SIZES.match(head)
    if sizes is None:
        words = " ".join(head.split()[:2])
        message = f"the file begins with {shown(words)}, not with the number of candidates and the number of seats"
        raise FormatError([Fault(_line(head, _first(head)), "header", message)])
    header = Header(int(sizes[1]), int(sizes[2]), sizes.end())
    line = _line(head, sizes.start(1))
    if header.candidates == 0:
        header.faults.append(Fault(line, "candidates", "the file says that there are 0 candidates"))
    if header.seats == 0:
        header.faults.append(Fault(line, "seats", "the file says that there are 0 seats"))
    if header.candidates > MOST_CANDIDATES:
        message = f"the file says that there are {header.candidates} candidates; at most {MOST_CANDIDATES} are read"
        raise FormatError([Fault(line, "candidates", message)])
    written = []
    while more := _MORE.match(head, header.end):
        header.end = more.end()
        written.append((_line(head, more.end() - 1), f"withdrawn {more[2]}" if more[1] is None else more[1].strip()))
    _read_options(header, written)
    return header


def _first(text: str) -> int:
    return len(text) - len(text.lstrip())


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _read_options(header: Header, written: list[tuple[int, str]]) -> None:
    """Read the nicknames first, because the others may use them."""
    for line, text in written:
        word, *names = text.split() or [""]
        if word.lower() == "nick":
            _read_nicknames(header, line, names)
    for line, text in written:
        word, *names = text.split() or [""]
        if word.lower() == "tie":
            header.tie += _columns(header, line, "tie", names)
            if len(set(header.tie)) < len(header.tie):
                header.faults.append(Fault(line, "tie", f"the order for ties names a candidate twice: {shown(text)}"))
        elif word.lower() == "withdrawn":
            header.withdrawn += _columns(header, line, "withdrawn", names)
        elif word.lower() != "nick":
            header.options.append(text)


def _read_nicknames(header: Header, line: int, names: list[str]) -> None:
    if len(names) != header.candidates:
        count = f"{number_of(len(names), 'nickname')} for {number_of(header.candidates, 'candidate')}"
        header.faults.append(Fault(line, "nick", f"there are {count}"))
    for name in sorted({name for name in names if names.count(name) > 1}):
        header.faults.append(Fault(line, "nick", f"two candidates have the nickname {shown(name)}"))
    header.nicknames = tuple(names)


def _columns(header: Header, line: int, option: str, names: list[str]) -> list[int]:
    """Return the candidates that an option names, by number or nickname."""
    found = []
    for name in names:
        number = int(name) - 1 if name.isdecimal() and name.isascii() else header.columns.get(name, -1)
        if 0 <= number < header.candidates:
            found.append(number)
        else:
            message = f"[{option}] names candidate {shown(name)}, and the candidates are 1 to {header.candidates}"
            header.faults.append(Fault(line, "candidate-unknown", message))
    return found
