"""Elections held elsewhere: a file becomes a closed round with its own record, counted and published like any other."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Column, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from pbengine.audit.errors import UncountableError
from pbengine.process.acts import ActKind, Capacity, record_act
from pbengine.process.ballots import Ballot, ballot_row
from pbengine.process.closing import close_log
from pbengine.process.columns import Record
from pbengine.process.commissions import LONGEST_TEXTS, Commission, CommissionPlan, add_commission
from pbengine.process.database import Database
from pbengine.process.keyring import Keyring
from pbengine.process.ledger import Log, append
from pbengine.process.opening import SECRET_BYTES, Draw, Terms, begin_log, election_for
from pbengine.process.plans import MOST_CHOICES
from pbengine.process.projects import Project
from pbengine.process.refusals import AlreadyImportedRefusal, FileUnfitRefusal, NoRuleRefusal, TakenRefusal
from pbengine.process.rounds import Round
from pbengine.process.slugs import free_slug, slug_of
from pbengine.process.tallies import Result, claim_count, keep_count, publish, reveal_seed
from pbengine.record.choices import BallotChoices
from pbengine.record.commitment import pseudonym
from pbengine.record.election import BallotTerms, Election
from pbengine.record.errors import RecordError
from pbengine.record.seeds import OrderedLot
from pbengine.voting.errors import VotingError
from pbengine.voting.registry import find_rule, rules

if TYPE_CHECKING:
    from pbengine.formats.pabulib import PabulibFile

CHUNK = 5_000
MOST_COLLISIONS = 4
"""How often one import may find that others, at the same moment on PostgreSQL, have taken what it was about to."""
NO_CURRENCY = "XXX"


class ImportedFile(Record, table=True):
    """Where an imported round came from: the digest of the file's content, and whom it says to have won."""

    __tablename__ = "imported_file"

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    digest: str = Field(unique=True)
    meta: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    selected: dict[str, str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class Agreement(StrEnum):
    """What a count here says of the official result."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Official:
    """The official result beside ours: projects that only the office funded, and those that only this count funds."""

    agreement: Agreement
    only_official: tuple[str, ...]
    only_counted: tuple[str, ...]
    meta: Mapping[str, str]


def import_election(
    database: Database, file: "PabulibFile", *, now: datetime, keyring: Keyring, draw: Draw = secrets.token_bytes
) -> Round:
    """Keep an election held elsewhere as a round of its place, counted and published: whole, or not at all.

    Raises AlreadyImportedRefusal, NoRuleRefusal, FileUnfitRefusal. Nobody else can write meanwhile, to SQLite.
    """
    _require_rule(file)
    for _ in range(MOST_COLLISIONS):
        try:
            return _import(database, file, now=now, keyring=keyring, draw=draw)
        except (IntegrityError, TakenRefusal):  # another import was first: of this file, of its place, or of its name
            continue
    return _import(database, file, now=now, keyring=keyring, draw=draw)


def _import(database: Database, file: "PabulibFile", *, now: datetime, keyring: Keyring, draw: Draw) -> Round:
    try:
        with database.writing() as session:
            round_ = _keep(session, file, now=now, keyring=keyring, draw=draw)
            _count(session, round_, now=now, keyring=keyring)
            return round_
    except (RecordError, VotingError, UncountableError) as error:
        raise FileUnfitRefusal(str(error)) from error


def _count(session: Session, round_: Round, *, now: datetime, keyring: Keyring) -> None:
    reveal_seed(session, round_, now=now, keyring=keyring)
    count = claim_count(session, round_, now=now)
    if count is not None:
        keep_count(session, round_, count.claim, count.run(), now=now)
    publish(session, round_, now=now, keyring=keyring)


def _keep(session: Session, file: "PabulibFile", *, now: datetime, keyring: Keyring, draw: Draw) -> Round:
    """Store the whole election as a closed round whose count is queued, in the caller's transaction."""
    digest = content_digest(file)
    _require_new(session, digest)
    round_ = _round(session, file, now)
    session.add(round_)
    session.flush()
    selected = dict(file.selected) if file.selected is not None else None
    session.add(ImportedFile(round_id=round_.id, digest=digest, meta=dict(file.meta), selected=selected))
    session.add_all(_projects(round_, file))
    session.flush()
    details = {"digest": digest, "meta": dict(file.meta)}
    record_act(session, round_, ActKind.ELECTION_IMPORTED, details, by=Capacity.OPERATOR, now=now)
    election = election_for(session, round_, _terms(file, draw), keyring)
    begin_log(session, round_, election, b"", keyring=keyring, now=now)
    _put_ballots(session, round_, file, election, keyring=keyring, draw=draw)
    close_log(session, round_, keyring=keyring, now=now)
    return round_


def _put_ballots(
    session: Session, round_: Round, file: "PabulibFile", election: Election, *, keyring: Keyring, draw: Draw
) -> None:
    pepper = keyring.pepper(election.origin)
    ballots = enumerate(ballots_of(file))
    while chunk := tuple(islice(ballots, CHUNK)):
        salts = draw(SECRET_BYTES * len(chunk))
        rows = [
            ballot_row(
                election,
                choices,
                cred=pseudonym(pepper, f"voter {number}"),
                salt=salts[place * SECRET_BYTES : (place + 1) * SECRET_BYTES],
            )
            for place, (number, choices) in enumerate(chunk)
        ]
        first = append(session, round_, Log.MAIN, [row["entry"] for row in rows])
        placed = [{**row, "round_id": round_.id, "idx": idx} for idx, row in enumerate(rows, start=first)]
        session.connection().execute(insert(Record.metadata.tables[str(Ballot.__tablename__)]), placed)


def ballots_of(file: "PabulibFile") -> Iterator[BallotChoices]:
    """Yield the ballots of a file, one a voter, in its order."""
    profile, ids = file.profile, [project.id for project in file.instance.projects]
    points = None if profile.points is None else profile.points.tolist()
    starts, choices = profile.starts.tolist(), profile.choices.tolist()
    for row, weight in enumerate(profile.weights.tolist()):
        span = slice(starts[row], starts[row + 1])
        ballot = BallotChoices(
            tuple(ids[column] for column in choices[span]), None if points is None else tuple(points[span])
        )
        for _ in range(weight):
            yield ballot


def content_digest(file: "PabulibFile") -> str:
    """Return the SHA-256 of what a file says, however it is written."""
    profile = file.profile
    said = [sorted(file.meta.items()), sorted((name, list(column)) for name, column in file.projects.items())]
    digest = hashlib.sha256(json.dumps(said).encode())
    for column in (profile.starts, profile.choices, profile.weights, profile.points):
        digest.update(b"-" if column is None else column.astype("<i8").tobytes())
    return digest.hexdigest()


def _require_rule(file: "PabulibFile") -> None:
    known = [rule for rule in rules() if file.profile.kind in rule.ballots]
    if file.rule_id not in {rule.id for rule in known}:
        raise NoRuleRefusal(file.meta.get("rule", ""), tuple(rule.id for rule in known))


def _require_new(session: Session, digest: str) -> None:
    query = select(Round).join(ImportedFile, col(ImportedFile.round_id) == col(Round.id))
    round_ = session.exec(query.where(ImportedFile.digest == digest)).one_or_none()
    if round_ is not None:
        raise AlreadyImportedRefusal(round_.slug, round_.title)


def _round(session: Session, file: "PabulibFile", now: datetime) -> Round:
    commission = _commission(session, file, now)
    names = [file.meta.get(key, "") for key in ("unit", "subunit", "instance")]
    title = ", ".join(filter(None, [names[0], " ".join(filter(None, names[1:]))])) or file.meta["description"]
    begin, end = _dates(file.meta, now)
    rule, most = find_rule(file.rule_id or ""), file.limits.max_length
    return Round(
        commission_id=commission.id,
        slug=free_slug(title, lambda slug: _has_round(session, slug)),
        title=title,
        purpose=file.meta.get("description", ""),
        budget=file.instance.budget,
        currency=_currency(file),
        minor_units=file.instance.minor_units,
        rule_id=rule.id,
        rule_options={name: str(value) for name, value in rule.settings(file.rule_options).items()},
        ballot_kind=file.profile.kind,
        max_choices=most if most is None else min(most, MOST_CHOICES),
        max_sum_cost=file.limits.max_sum_cost,
        proposals_from=begin,
        review_from=begin,
        voting_from=begin,
        voting_until=end,
    )


def _has_round(session: Session, slug: str) -> bool:
    return session.exec(select(Round.id).where(Round.slug == slug)).first() is not None


def _commission(session: Session, file: "PabulibFile", now: datetime) -> Commission:
    place, country = file.meta.get("unit") or "Unknown place", file.meta.get("country", "")
    slug = slug_of(f"{place} {country}") or "unknown-place"
    name = f"{place}, {country}".rstrip(", ")
    if len(place) > LONGEST_TEXTS["place"] or len(name) > LONGEST_TEXTS["name"]:
        raise FileUnfitRefusal(f"the name of its place has more than {LONGEST_TEXTS['place']} characters")
    found = session.exec(select(Commission).where(Commission.slug == slug)).one_or_none()
    if found is not None:
        return found
    plan = CommissionPlan(slug, place, name, "", _currency(file), file.instance.minor_units)
    return add_commission(session, plan, now=now)


def _currency(file: "PabulibFile") -> str:
    """Return the currency that the file names: a place may have changed its own between two elections."""
    currency = file.meta.get("currency", "").upper()
    return currency if re.fullmatch("[A-Z]{3}", currency) else NO_CURRENCY


def _dates(meta: Mapping[str, str], now: datetime) -> tuple[datetime, datetime]:
    """Return when voting began and ended as the file says, to the day or the year; never later than now."""
    begin = _day(meta.get("date_begin", ""), now)
    end = min(min(_day(meta.get("date_end", ""), now), now) + timedelta(days=1), now)
    return min(begin, end), end


def _day(text: str, now: datetime) -> datetime:
    for form in ("%d.%m.%Y", "%Y-%m-%d", "%Y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return now


def _projects(round_: Round, file: "PabulibFile") -> Iterator[Project]:
    names: Sequence[str] = file.projects.get("name") or [project.id for project in file.instance.projects]
    for position, (project, name) in enumerate(zip(file.instance.projects, names, strict=True), start=1):
        yield Project(
            round_id=round_.id,
            number=project.id,
            position=position,
            title=name or project.id,
            cost=project.cost,
            standing=project.standing,
        )


def _terms(file: "PabulibFile", draw: Draw) -> Terms:
    profile = file.profile
    ballot = BallotTerms(profile.kind, file.limits, profile.ranks, profile.points_scale, profile.default_points)
    order = OrderedLot(tuple(project.id for project in file.instance.projects))
    return Terms(ballot, order, draw(SECRET_BYTES), eligible=None)


FUNDED_OFFICIALLY, PAID_BY_OTHERS = frozenset({"1", "2"}), "3"


def held_elsewhere(session: Session, round_: Round) -> bool:
    """Return whether a round is an election that was held elsewhere and imported here."""
    return session.get(ImportedFile, round_.id) is not None


def official_of(session: Session, round_: Round, result: Result) -> Official | None:
    """Return the official result beside the one counted here; None for a round that was held here."""
    imported = session.get(ImportedFile, round_.id)
    if imported is None:
        return None
    if imported.selected is None:
        return Official(Agreement.UNSTATED, (), (), imported.meta)
    counted = set(result.document["funded"])
    official = {id_ for id_, mark in imported.selected.items() if mark in FUNDED_OFFICIALLY}
    settled = {id_ for id_, mark in imported.selected.items() if mark != PAID_BY_OTHERS}
    only_official = tuple(id_ for id_ in imported.selected if id_ in official - counted)
    only_counted = tuple(id_ for id_ in imported.selected if id_ in (counted & settled) - official)
    agreement = Agreement.DIFFERS if only_official or only_counted else Agreement.AGREES
    return Official(agreement, only_official, only_counted, imported.meta)
