"""Entries of a round's logs in words: what each says to somebody who has never seen a log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pbengine.process.acts import ActKind
from pbengine.process.ledger import Log, page_of_log
from pbengine.record.entries import BallotEntry, parse_entry
from pbengine.record.receipts import tracker
from pbengine.web.language import gettext as _
from pbengine.web.language import moment, money, number
from pbengine.web.pages.records.sayings import said
from pbengine.web.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlmodel import Session

    from pbengine.process.acts import Act
    from pbengine.process.ledger import LogEntry
    from pbengine.process.rounds import Round
    from pbengine.web.language import Currency
    from pbengine.web.pages.records.sayings import Saying

Detail = tuple[str, str]
LETTERS = 4


@dataclass(frozen=True, slots=True)
class ActLine:
    """A public act: what was done, on which day, in which capacity, with its reason and its details."""

    index: int
    sentence: str
    title: str
    href: str
    at: datetime
    by: str
    reason: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry of the vote's log: its place, what it says in words, its leaf hash, and the line as it is written."""

    index: int
    saying: Saying
    tracker: tuple[str, ...]
    leaf: str
    written: str


@dataclass(frozen=True, slots=True)
class Known:
    """What stands beside the acts: titles and addresses of proposals that are still there, the currency."""

    titles: Mapping[int, str]
    addresses: Mapping[int, str]
    currency: Currency


SENTENCES: Mapping[ActKind, Callable[[], str]] = {
    ActKind.ROUND_CREATED: lambda: _("The round was announced."),
    ActKind.ROUND_CHANGED: lambda: _("Title, purpose or budget were changed."),
    ActKind.DATES_CHANGED: lambda: _("The dates were changed."),
    ActKind.RULE_CHANGED: lambda: _("The rule or the limits of a ballot were changed."),
    ActKind.PROPOSAL_SUBMITTED: lambda: _("Proposal %(number)s was handed in."),
    ActKind.PROPOSAL_CHANGED: lambda: _("The text of proposal %(number)s was changed."),
    ActKind.PROPOSAL_WITHDRAWN: lambda: _("Proposal %(number)s was withdrawn."),
    ActKind.PROPOSAL_DELETED: lambda: _("Proposal %(number)s was deleted, with its text."),
    ActKind.PROPOSAL_ADMITTED: lambda: _("Proposal %(number)s was admitted to the ballot at %(cost)s."),
    ActKind.PROPOSAL_DECLINED: lambda: _("Proposal %(number)s was declined."),
    ActKind.PROPOSAL_RETURNED: lambda: _("The decision on proposal %(number)s was taken back."),
    ActKind.VOTING_ENDED_EARLY: lambda: _("Voting was ended before its date."),
    ActKind.ELECTION_IMPORTED: lambda: _("The election was held elsewhere and read from a file."),
}

NAMES: Mapping[str, Callable[[], str]] = {
    "title": lambda: _("Title"),
    "purpose": lambda: _("Purpose"),
    "budget": lambda: _("Budget"),
    "rule_id": lambda: _("Rule"),
    "rule_options": lambda: _("Options of the rule"),
    "max_choices": lambda: _("Most projects on one ballot"),
    "max_sum_cost": lambda: _("Most that one ballot may cost"),
    "proposals_from": lambda: _("Proposals open"),
    "review_from": lambda: _("Review begins"),
    "voting_from": lambda: _("Voting opens"),
    "voting_until": lambda: _("Voting closes"),
    "text": lambda: _("Fingerprint of the text"),
    "digest": lambda: _("Fingerprint of the file"),
}
MONEY = frozenset({"budget", "max_sum_cost"})
MOMENTS = frozenset({"proposals_from", "review_from", "voting_from", "voting_until"})
IN_THE_SENTENCE = frozenset({"number", "cost", "reason"})


def act_line(act: Act, known: Known) -> ActLine:
    """Return an act in words."""
    details = act.details
    proposal = details.get("number")
    figures = {"number": number(proposal or 0), "cost": money(details.get("cost", 0), known.currency)}
    named = proposal if isinstance(proposal, int) else 0
    return ActLine(
        index=act.index,
        sentence=SENTENCES[act.kind]() % figures,
        title=known.titles.get(named, ""),
        href=known.addresses.get(named, ""),
        at=act.at,
        by=word(act.by),
        reason=str(details.get("reason", "")),
        details=tuple(_details(details, known.currency)),
    )


def _details(details: Mapping[str, Any], currency: Currency) -> Iterator[Detail]:
    for name, value in details.items():
        if name in IN_THE_SENTENCE:
            continue
        if isinstance(value, dict):
            yield from ((str(key), str(part)) for key, part in value.items())
        elif name in NAMES:
            yield NAMES[name](), _value(name, value, currency)
        else:
            yield name, str(value)


def _value(name: str, value: Any, currency: Currency) -> str:  # noqa: ANN401 - any value of canonical JSON
    if name in MONEY:
        return money(value, currency)
    if name in MOMENTS:
        return moment(datetime.fromisoformat(value))
    return number(value) if isinstance(value, int) else str(value)


def entry_lines(session: Session, round_: Round, *, first: int, count: int) -> Sequence[EntryLine]:
    """Return so many entries of the vote's log from an index on; ballots are commitments and say nothing."""
    return [_entry_line(row) for row in page_of_log(session, round_, Log.MAIN, first=first, count=count)]


def _entry_line(row: LogEntry) -> EntryLine:
    entry = parse_entry(row.entry)
    name = in_groups(tracker(row.leaf_hash)) if isinstance(entry, BallotEntry) else ()
    return EntryLine(row.idx, said(entry), name, row.leaf_hash.hex(), row.entry.decode())


def in_groups(name: str) -> tuple[str, ...]:
    """Return a long name in groups that people can compare."""
    return tuple(name[start : start + LETTERS] for start in range(0, len(name), LETTERS))
