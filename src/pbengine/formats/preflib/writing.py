"""Write a file of PrefLib's in today's layout."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pbengine.formats.ranked.of_election import ranked_file
from pbengine.formats.ranked.written import rankings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.formats.elections.election import Election
    from pbengine.formats.ranked.file import RankedFile


def _write_election(election: Election, *, data_type: str) -> str:
    return write_preflib(ranked_file(election), data_type)


write_soi = partial(_write_election, data_type="soi")
write_soc = partial(_write_election, data_type="soc")
write_toi = partial(_write_election, data_type="toi")
write_toc = partial(_write_election, data_type="toc")


def write_preflib(file: RankedFile, data_type: str) -> str:
    r"""Return the text of a file of a type; seats, lot, withdrawals and ballots that rank nobody have no place in it.

    A candidate without a name is called by the number.

    Examples
    --------
    >>> from pbengine.formats.blt import read_blt
    >>> print(write_preflib(read_blt('3 2\n2 3 0\n5 1 2=3 0\n0\n"Ada" "Ben" "Cleo" "Board"'), "toi"), end="")
    # TITLE: Board
    # DATA TYPE: toi
    # NUMBER ALTERNATIVES: 3
    # NUMBER VOTERS: 7
    # NUMBER UNIQUE ORDERS: 2
    # ALTERNATIVE NAME 1: Ada
    # ALTERNATIVE NAME 2: Ben
    # ALTERNATIVE NAME 3: Cleo
    5: 1,{2,3}
    2: 3
    """
    rankings = sorted(_rankings(file), key=lambda ranking: -ranking[0])
    keys = {
        "TITLE": file.title,
        "DATA TYPE": data_type,
        "NUMBER ALTERNATIVES": str(len(file.candidates)),
        "NUMBER VOTERS": str(sum(weight for weight, _ in rankings)),
        "NUMBER UNIQUE ORDERS": str(len(rankings)),
        **{f"ALTERNATIVE NAME {number}": name or str(number) for number, name in enumerate(file.candidates, 1)},
    }
    head = "".join(f"# {key}: {' '.join(text.splitlines())}\n" for key, text in keys.items())
    return head + "".join(f"{weight}: {ranking}\n" for weight, ranking in rankings)


def _rankings(file: RankedFile) -> Iterator[tuple[int, str]]:
    for weight, groups in rankings_of(file.profile):
        if groups:
            numbers = (",".join(str(column + 1) for column in group) for group in groups)
            ranks = (f"{{{rank}}}" if "," in rank else rank for rank in numbers)
            yield weight, ",".join(ranks)
