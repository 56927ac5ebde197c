"""``--lot``: which order settles the ties that votes and rule leave."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pbengine.formats.elections import Election
    from pbengine.voting.lot import Lot

HELP = (
    "What settles ties: file (the order that the file gives for ties, else that of its projects; the default); "
    "seed:TEXT (an order derived from "
    "the text: the key is the SHA-256 of its UTF-8 bytes, projects stand by HMAC-SHA256(key, 'pb-tie/v1' + a zero byte "
    "+ id), lowest first); ids:a,b,c (the projects in this order, every one of them)."
)


@dataclass(frozen=True, slots=True)
class LotChoice:
    """What stood behind ``--lot``: ``kind`` is file, seed or ids, ``rest`` what followed the colon."""

    kind: str
    rest: str = ""

    def __str__(self) -> str:
        """Return the choice as it is written on the command line."""
        return f"{self.kind}:{self.rest}" if self.kind != "file" else self.kind

    def lot(self, election: Election) -> Lot:
        """Return the order for this election. Whether it names each project once is for the count to check."""
        from pbengine.voting.lot import Lot, lot_from_seed

        if self.kind == "seed":
            ids = [project.id for project in election.instance.projects]
            return lot_from_seed(hashlib.sha256(self.rest.encode()).digest(), ids)
        if self.kind == "ids":
            return Lot(tuple(part.strip() for part in self.rest.split(",")))
        return election.file_lot


class LotType(click.ParamType[LotChoice]):
    """Reads ``file``, ``seed:TEXT`` and ``ids:a,b,c``."""

    name = "lot"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> LotChoice:
        """Return the choice."""
        if isinstance(value, LotChoice):
            return value
        kind, colon, rest = str(value).partition(":")
        if (kind in {"seed", "ids"} and rest) or (kind == "file" and not colon):
            return LotChoice(kind, rest)
        return self.fail(f"{value!r} is none of file, seed:TEXT and ids:a,b,c", param, ctx)


def lot_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--lot``."""
    return click.option("--lot", "lot", type=LotType(), default="file", metavar="LOT", help=HELP)(command)
