"""How to check a result: what can be downloaded, and the key and fingerprint to check it against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import func, select

from pbengine.process.ballots import Ballot
from pbengine.process.ledger import LogEntry, latest_checkpoint
from pbengine.web.language import gettext as _
from pbengine.web.language import number
from pbengine.web.pages.records.record import in_eights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from pbengine.process.keyring import Keyring
    from pbengine.process.rounds import Round
    from pbengine.process.tallies import Result
    from pbengine.web.pages.results.published_ballots import Findings

THOUSAND = 1_000
PER_LINE, PER_BUNDLE = 80, 6_000
"""Bytes that a ballot's opening gains as a line of its file, and that the small files of a bundle take together."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take home."""

    path: str
    name: str
    told: str
    size: str


@dataclass(frozen=True, slots=True)
class Checking:
    """What somebody needs who doubts the result; ``root`` in groups of eight hexadecimal digits."""

    key: str
    root: tuple[str, ...]
    size: int
    digest: str
    downloads: tuple[Download, ...]


def checking_of(session: Session, round_: Round, result: Result, findings: Findings, *, keyring: Keyring) -> Checking:
    """Return how to check a published result."""
    checkpoint = latest_checkpoint(session, round_)
    signed = checkpoint.checkpoint if checkpoint else None
    origin = round_.origin or keyring.origin_of(round_.slug)
    sizes = (len(result.result_json), len(result.result_pb), findings.csv_size)
    return Checking(
        key=keyring.log_signer(origin).key.text,
        root=in_eights(signed.root) if signed else (),
        size=signed.size if signed else 0,
        digest=result.digest,
        downloads=tuple(_downloads(round_.slug, sizes, _bundle_size(session, round_) + sum(sizes[:2]))),
    )


def _downloads(slug: str, sizes: tuple[int, int, int], bundle: int) -> Iterator[Download]:
    address = f"/rounds/{slug}"
    yield Download(
        f"{address}/bundle.zip",
        _("The whole record"),
        _("Every entry of the log, every ballot without a name, the frozen rules, the result: all that audits need."),
        _("about %(size)s") % {"size": size_told(bundle)},
    )
    yield Download(
        f"{address}/ballots.csv",
        _("The ballots as a table"),
        _("For a spreadsheet: one row for each ballot, with the titles it names; no names of voters."),
        size_told(sizes[2]),
    )
    yield Download(
        f"{address}/result.pb",
        _("The ballots as a Pabulib file"),
        _("For other counting programs: projects, costs and ballots in the format that researchers share."),
        size_told(sizes[1]),
    )
    yield Download(
        f"{address}/result.json",
        _("The result as data"),
        _("For programs: every step of the count with its exact figures."),
        size_told(sizes[0]),
    )


def _bundle_size(session: Session, round_: Round) -> int:
    """Return about how many bytes the bundle has without the result; the bundle itself is made when it is asked for."""
    entries = select(func.coalesce(func.sum(func.length(LogEntry.entry) + 1), 0)).where(LogEntry.round_id == round_.id)
    openings = select(func.coalesce(func.sum(func.length(Ballot.opening) + PER_LINE), 0)).where(
        Ballot.round_id == round_.id
    )
    return int(session.exec(entries).one()) + int(session.exec(openings).one()) + PER_BUNDLE


def size_told(size: int) -> str:
    """Return a number of bytes in words."""
    if size < THOUSAND:
        return _("%(size)s bytes") % {"size": number(size)}
    if size < THOUSAND**2:
        return _("%(size)s kB") % {"size": number(round(size / THOUSAND))}
    return _("%(size)s MB") % {"size": number(round(size / THOUSAND**2, 1))}
