"""Electorama's ``.abif`` files of rankings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.elections.holding import NotHeldError
from pbengine.formats.faults import Fault, FormatError, shown
from pbengine.formats.ranked.checking import MOST_VOTERS
from pbengine.formats.ranked.file import RankedFile, candidates_for_seats, numbered
from pbengine.formats.ranked.of_election import ranked_file
from pbengine.formats.ranked.rows import Rows, ranked_profile
from pbengine.formats.ranked.text import decode_ranked
from pbengine.formats.ranked.written import rankings_of

if TYPE_CHECKING:
    from pbengine.formats.elections.election import Election

_KEY = re.compile(r'\{\s*"?([\w -]+?)"?\s*:\s*"?(.*?)"?\s*\}')
_CANDIDATE = re.compile(r"=\s*(\[[^\]]*\]|\"[^\"]*\"|[^:\[\]\"]+?)\s*:\s*\[?([^\]]*)\]?")
_BALLOT = re.compile(r"([0-9]{1,18})\s*:(.*)")
_CHOICE = re.compile(r"\s*(\[[^\]]*\]|\"[^\"]*\"|[^>=,/\[\]\"]+?)\s*(?:/\s*[0-9.]+)?\s*([>=,]|\Z)")
SEATS = 1


@dataclass(slots=True)
class _Reading:
    """What has been read so far; candidates are named by their tokens."""

    keys: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    ballots: list[tuple[int, list[tuple[str, bool]]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def read(self, number: int, line: str) -> None:
        """Read a line that is neither empty nor a comment."""
        if key := _KEY.fullmatch(line):
            self.keys[key[1].strip().lower()] = key[2]
        elif candidate := _CANDIDATE.fullmatch(line):
            self.names[candidate[1].strip('[]"')] = candidate[2].strip()
        elif (ballot := _BALLOT.fullmatch(line)) and 0 < int(ballot[1]) <= MOST_VOTERS:
            self._read_ballot(number, int(ballot[1]), ballot[2].strip())
        else:
            message = f"{shown(line)} is neither a ballot nor a candidate nor a key"
            self.faults.append(Fault(number, "line", message))

    def _read_ballot(self, number: int, voters: int, text: str) -> None:
        choices: list[tuple[str, bool]] = []
        end, tied = 0, False
        while end < len(text):
            match = _CHOICE.match(text, end)
            if match is None or match[2] == "," or (match[2] and match.end() == len(text)):
                what = f"the ballot {shown(text)} is no ranking of candidates with > and = between them"
                self.faults.append(Fault(number, "ballot", what))
                return
            choices.append((match[1].strip('[]"'), tied))
            end, tied = match.end(), match[2] == "="
        if len({token for token, _ in choices}) < len(choices):
            twice = f"the ballot {shown(text)} names a candidate twice"
            self.faults.append(Fault(number, "candidate-repeated", twice))
        for token, _ in choices:
            self.names.setdefault(token, token)
        self.ballots.append((voters, choices))


def read_abif(data: bytes | str) -> RankedFile:
    r"""Read an ``.abif`` file of rankings. It says nothing of seats: there is one, unless it has a key ``seats``.

    Ratings beside ranks (``Ada/5>Ben/3``) are passed over; ballots of ratings alone are refused.

    Raises
    ------
    FormatError
        with every fault and its line.

    References
    ----------
    R. Lanphier, *ABIF: Aggregated Ballot Information Format*, https://electowiki.org/wiki/ABIF.

    Examples
    --------
    >>> file = read_abif('{title: "Board"}\n=A:[Ada]\n=B:[Ben]\n# five people\n5:A>B\n2:B=A\n')
    >>> file.title, file.candidates, list(file.profile), file.profile.tied.tolist()
    ('Board', ('Ada', 'Ben'), [(5, (0, 1)), (2, (1, 0))], [False, False, False, True])
    """
    text, warnings = decode_ranked(data)
    reading = _Reading()
    for number, line in enumerate(text.split("\n"), 1):
        told = line.strip()
        if told and not told.startswith("#"):
            reading.read(number, told)
    if not reading.names:
        reading.faults.append(Fault(None, "candidates", "the file names no candidates"))
    seats = reading.keys.get("seats", str(SEATS))
    if not (seats.isdecimal() and seats.isascii() and 0 < len(seats) < 9 and int(seats)):  # noqa: PLR2004 - room for all
        reading.faults.append(Fault(None, "seats", f"{shown(seats)} is no number of seats"))
    if reading.faults:
        raise FormatError(reading.faults)
    count = len(reading.names)
    known = ("title", "seats", "version")
    return RankedFile(
        title=reading.keys.get("title", ""),
        candidates=tuple(name or token for token, name in reading.names.items()),
        instance=candidates_for_seats(numbered(count), int(seats)),
        profile=ranked_profile(_rows(reading), count),
        remarks=tuple(f"{key}: {text}" for key, text in reading.keys.items() if key not in known),
        warnings=warnings,
    )


def _rows(reading: _Reading) -> Rows:
    column = {token: place for place, token in enumerate(reading.names)}
    entries = [(column[token], tied) for _, choices in reading.ballots for token, tied in choices]
    return Rows(
        weights=np.array([voters for voters, _ in reading.ballots], dtype=np.int64),
        lengths=np.array([len(choices) for _, choices in reading.ballots], dtype=np.int64),
        choices=np.array([place for place, _ in entries], dtype=np.int64),
        tied=np.array([tied for _, tied in entries], dtype=np.bool_),
    )


def write_abif(election: Election) -> str:
    """Return the text of a file; the candidates' tokens are ``c1``, ``c2``, ….

    Raises
    ------
    NotHeldError
        if a name has square brackets.
    """
    file = ranked_file(election)
    if strange := [name for name in file.candidates if {"[", "]", "\n"} & set(name) or name != name.strip()]:
        raise NotHeldError(tuple(f"ABIF cannot hold the name {shown(name)}" for name in strange))
    lines = ['{version: "0.1"}']
    lines += [f'{{title: "{" ".join(file.title.splitlines())}"}}'] if file.title else []
    lines += [f"=c{number}:[{name}]" for number, name in enumerate(file.candidates, 1)]
    for weight, groups in rankings_of(file.profile):
        ranks = ("=".join(f"c{column + 1}" for column in group) for group in groups)
        lines += [f"{weight}:{'>'.join(ranks)}"] if groups else []
    return "".join(f"{line}\n" for line in lines)
