"""What an entry of the vote's log says, in words; a new kind of entry is one function here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from pbengine.record.entries import (
    ActEntry,
    BallotEntry,
    CloseEntry,
    Entry,
    OpenEntry,
    ResultEntry,
    SeedEntry,
    VoidEntry,
)
from pbengine.web.language import gettext as _
from pbengine.web.language import ngettext, number


@dataclass(frozen=True, slots=True)
class Saying:
    """The kind of an entry in a word, what it says, and the fingerprint that it names."""

    kind: str
    sentence: str = ""
    fingerprint: str = ""


@singledispatch
def said(entry: Entry) -> Saying:
    """Return an entry in words."""
    return Saying(entry.kind)


@said.register(OpenEntry)
def _opening(entry: OpenEntry) -> Saying:
    return Saying(_("Opening"), _("Voting opened. Everything that decides was frozen as:"), entry.election.hex())


@said.register(BallotEntry)
def _ballot(_entry: BallotEntry) -> Saying:
    return Saying(_("Ballot"))


@said.register(VoidEntry)
def _void(entry: VoidEntry) -> Saying:
    return Saying(_("Void"), _("A ballot counts no longer: %(reason)s") % {"reason": entry.reason})


@said.register(ActEntry)
def _act(_entry: ActEntry) -> Saying:
    return Saying(_("Public act"))


@said.register(CloseEntry)
def _close(entry: CloseEntry) -> Saying:
    sentence = ngettext("Voting closed with %(count)s ballot.", "Voting closed with %(count)s ballots.", entry.ballots)
    return Saying(_("Close"), sentence % {"count": number(entry.ballots)})


@said.register(SeedEntry)
def _lot(entry: SeedEntry) -> Saying:
    return Saying(_("Lot"), _("The lot that settles ties was revealed. It follows from:"), entry.seed.hex())


@said.register(ResultEntry)
def _result(entry: ResultEntry) -> Saying:
    return Saying(_("Result"), _("The result was published:"), entry.sha256.hex())
