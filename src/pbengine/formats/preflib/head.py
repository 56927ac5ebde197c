"""What stands before the rankings: the candidates, and how many voters there are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pbengine.formats.faults import Fault, FormatError, shown

_KEY = re.compile(r"#\s*([^:]*?)\s*:\s*(.*?)\s*")
_NUMBERED = re.compile(r"ALTERNATIVE NAME ([0-9]{1,9})")
_NUMBER = re.compile(r"[0-9]{1,9}")
MOST_CANDIDATES = 100_000


@dataclass(slots=True)
class Head:
    """The head of a file, and its body: the text without the head, its lines still those of the file.

    ``names`` are by number; ``keys`` are the others by name, each with its line and its text.
    """

    body: str
    names: dict[int, str] = field(default_factory=dict)
    keys: dict[str, tuple[int, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def text(self, key: str) -> str:
        """Return what a key says; nothing where it is not there."""
        return self.keys.get(key, (0, ""))[1]

    def number(self, key: str) -> int | None:
        """Return the number that a key says; None where it is not there; a fault is noted where it is no number."""
        if key not in self.keys:
            return None
        line, text = self.keys[key]
        if _NUMBER.fullmatch(text):
            return int(text)
        self.faults.append(Fault(line, "number", f"{key} is {shown(text)}, which is not a number"))
        return None


def read_head(text: str) -> Head:
    r"""Read the head.

    Examples
    --------
    >>> head = read_head("# TITLE: Board\n# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: Ada\n3: 1\n")
    >>> head.names, head.number("NUMBER ALTERNATIVES"), head.body
    ({1: 'Ada'}, 2, '\n\n\n3: 1\n')
    >>> read_head("2\n1,Ada\n2,Ben\n3,3,1\n3,1,2\n").names
    {1: 'Ada', 2: 'Ben'}
    """
    begin = text.lstrip()
    if begin and not begin.startswith("#"):
        return _read_old_head(text)
    lines = text.split("\n")
    head = Head("")
    for number, line in enumerate(lines, 1):
        if not line.lstrip().startswith("#"):
            continue
        lines[number - 1] = ""
        if (match := _KEY.fullmatch(line.strip())) is None:
            continue  # a remark
        key, value = match[1].upper(), match[2]
        if numbered := _NUMBERED.fullmatch(key):
            head.names[int(numbered[1])] = value
        else:
            head.keys[key] = number, value
    head.body = "\n".join(lines)
    return head


def _read_old_head(text: str) -> Head:
    """Read the number of candidates, so many numbered names, and a line of three numbers."""
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if line.strip()]
    first = lines[places[0]].strip().rstrip(",")
    if not _NUMBER.fullmatch(first) or int(first) > MOST_CANDIDATES:
        raise FormatError([Fault(places[0] + 1, "header", f"the file begins with {shown(first)}, not as PrefLib's do")])
    head = Head("")
    head.keys["NUMBER ALTERNATIVES"] = places[0] + 1, first
    for place in places[1 : int(first) + 1]:
        number, _, name = lines[place].partition(",")
        if _NUMBER.fullmatch(number.strip()):
            head.names[int(number)] = name.strip()
        else:
            message = f"{shown(lines[place])} is no number with a name"
            head.faults.append(Fault(place + 1, "names", message))
    for place in places[int(first) + 1 : int(first) + 2]:
        voters = lines[place].split(",")
        head.keys["NUMBER VOTERS"] = place + 1, voters[0].strip()
    for place in places[: int(first) + 2]:
        lines[place] = ""
    head.body = "\n".join(lines)
    return head
