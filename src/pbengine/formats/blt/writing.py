"""Write a ``.blt`` file in the plainest form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.formats.blt.layout import lay_out
from pbengine.formats.elections.holding import NotHeldError
from pbengine.formats.faults import shown
from pbengine.formats.ranked.of_election import ranked_file
from pbengine.formats.ranked.written import rankings_of
from pbengine.voting.instance import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.formats.elections.election import Election
    from pbengine.formats.ranked.file import RankedFile


def write_election(election: Election) -> str:
    """Return the text of an election of candidates to seats, by rankings."""
    return write_blt(ranked_file(election))


def write_blt(file: RankedFile) -> str:
    r"""Return the text of a file: a ballot a line, candidates by their numbers, a name a line.

    Raises
    ------
    NotHeldError
        if a name or the title has quotes where they would end it.

    Examples
    --------
    >>> from pbengine.formats.blt.reading import read_blt
    >>> loose = "3 2 [nick a b c] [tie c a b] -2 (x) 4 a c=b 0 # four\n 7 0 0 'Ada' 'Ben' 'Cleo' 'Board'"
    >>> print(write_blt(read_blt(loose.replace("'", '"'))), end="")
    3 2
    [tie 3 1 2]
    -2
    4 1 3=2 0
    7 0
    0
    "Ada"
    "Ben"
    "Cleo"
    "Board"
    "four"
    """
    texts = [*file.candidates, file.title, *file.remarks] if file.title or file.remarks else list(file.candidates)
    quoted = [" ".join(text.split("\n")) for text in texts]
    ending = "".join(f'"{text}"\n' for text in quoted)
    read = [text for _, text in lay_out(f"0\n{ending}").quoted]
    if read != quoted:
        strange = [text for text in quoted if '"' in text]
        raise NotHeldError(tuple(f"BLT cannot hold the quotes in {shown(text)}" for text in strange))
    return "".join(f"{line}\n" for line in _numbers(file)) + ending


def _numbers(file: RankedFile) -> Iterator[str]:
    projects = file.instance.projects
    number = {project.id: str(place) for place, project in enumerate(projects, 1)}
    yield f"{len(projects)} {file.seats}"
    if file.lot:
        yield f"[tie {' '.join(number[id_] for id_ in file.lot)}]"
    yield from (f"[{option}]" for option in file.options)
    yield from (f"-{number[project.id]}" for project in projects if project.standing is Standing.WITHDRAWN)
    for weight, groups in rankings_of(file.profile):
        ranks = ("=".join(str(column + 1) for column in group) for group in groups)
        yield " ".join([str(weight), *ranks, "0"])
    yield "0"
