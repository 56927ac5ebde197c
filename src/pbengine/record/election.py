"""``election.json``: everything that is decided before the first ballot, frozen under one hash."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from pbengine.record.canonical import dumps
from pbengine.record.errors import FieldFault, FieldsError
from pbengine.record.fields import (
    COUNT,
    HASH,
    INTEGER,
    KEY,
    MOMENT,
    POSITIVE,
    TEXT,
    Codec,
    body_of,
    carries,
    document_of,
    listed,
    mapped,
    nested,
    refuse,
    value_of,
    word,
)
from pbengine.record.receipts import receipt_key_name
from pbengine.record.seeds import LOT_TERMS, LotTerms, OrderedLot
from pbengine.voting.ballots import BallotLimits
from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pbengine.record.canonical import Value
    from pbengine.record.keys import VerifierKey

VERSION = 1
_ID = re.compile(r"[!#-+\--:<-~]([ !#-+\--:<-~]{0,98}[!#-+\--:<-~])?")


class Tier(StrEnum):
    """Who may read the openings."""

    PUBLIC = "public"


class Mode(StrEnum):
    """How a voter is admitted: P, by the server that keeps the roll."""

    PLAIN = "P"


def _read_id(value: Value) -> str:
    text = TEXT.read(value)
    if not _ID.fullmatch(text):
        raise refuse(
            f"{text[:100]!r} cannot name a project: 1 to 100 ASCII characters, no comma, semicolon or double quote"
        )
    return text


def _read_limits(value: Value) -> BallotLimits:
    limits = mapped(INTEGER).read(value)
    faults = [FieldFault("there is no such limit", name) for name in limits if name not in _DEFAULTS]
    faults += [
        FieldFault(f"is left out where it is {limit}", name)
        for name, limit in limits.items()
        if limit == _DEFAULTS.get(name)
    ]
    if faults:
        raise FieldsError(*faults)
    return BallotLimits(**limits)


def _write_limits(limits: BallotLimits) -> Value:
    return {name: limit for name, limit in dataclasses.asdict(limits).items() if limit != _DEFAULTS[name]}


_DEFAULTS = {field.name: field.default for field in dataclasses.fields(BallotLimits)}
PROJECT_ID = Codec(_read_id, str)
_LIMITS = Codec(_read_limits, _write_limits)


@carries(id=PROJECT_ID, cost=COUNT, title=TEXT, standing=word(Standing))
@dataclass(frozen=True, slots=True)
class ListedProject:
    """A project of the ballot; ``cost`` in minor units."""

    id: str
    cost: int
    title: str
    standing: Standing


@carries(kind=word(BallotKind), limits=_LIMITS, ranks=COUNT, points_scale=POSITIVE, default_points=INTEGER)
@dataclass(frozen=True, slots=True)
class BallotTerms:
    """What a voter is asked for and what a valid ballot is; the numbers have the meaning of ``Profile``'s."""

    kind: BallotKind
    limits: BallotLimits
    ranks: int = 0
    points_scale: int = 1
    default_points: int = 0


@carries(rule=TEXT, options=mapped(TEXT))
@dataclass(frozen=True, slots=True)
class Method:
    """The rule's id and the options given to it, exact numbers as text; those left out have the rule's default."""

    rule: str
    options: Mapping[str, str]


@carries(log=KEY, receipt=KEY)
@dataclass(frozen=True, slots=True)
class Keys:
    """Who signs the checkpoints and the bundle, and who signs receipts."""

    log: VerifierKey
    receipt: VerifierKey


@carries(size=COUNT, root=HASH)
@dataclass(frozen=True, slots=True)
class ActsTree:
    """Size and Merkle root of the preparation log when voting opened."""

    size: int
    root: bytes


@carries(
    id=TEXT,
    origin=TEXT,
    title=TEXT,
    place=TEXT,
    currency=TEXT,
    minor_units=POSITIVE,
    budget=COUNT,
    projects=listed(nested(ListedProject)),
    ballot=nested(BallotTerms),
    method=nested(Method),
    lot=LOT_TERMS,
    dates=mapped(MOMENT),
    cred_salt=HASH,
    keys=nested(Keys),
    acts=nested(ActsTree),
    tier=word(Tier),
    mode=word(Mode),
    eligible=COUNT,
)
@dataclass(frozen=True)
class Election:
    """A frozen election.

    Parameters
    ----------
    id, origin, title, place
        the round's own id, the name of its log and of the key that signs it, what people call it, whose money it is.
    currency, minor_units, budget
        the currency's code, how many minor units one unit has, the most that may be spent in minor units.
    projects
        in ballot order.
    ballot, method, lot
        what a valid ballot is, how ballots are counted, how ties are settled.
    dates
        what happens when, by name, as moments in UTC.
    cred_salt
        32 bytes drawn for this election.
    keys
        who signs.
    acts
        the preparation log.
    tier, mode
        who may read openings, how voters are admitted.
    eligible
        how many persons stood on the roll when voting opened, where it is known.

    Raises
    ------
    FieldsError
        if the parts contradict each other: a project twice, a lot that does not name every project, keys
        of another log.
    """

    id: str
    origin: str
    title: str
    place: str
    currency: str
    minor_units: int
    budget: int
    projects: tuple[ListedProject, ...]
    ballot: BallotTerms
    method: Method
    lot: LotTerms
    dates: Mapping[str, str]
    cred_salt: bytes
    keys: Keys
    acts: ActsTree
    tier: Tier
    mode: Mode
    eligible: int | None = None

    def __post_init__(self) -> None:
        faults = tuple(_contradictions(self))
        if faults:
            raise FieldsError(*faults)

    @cached_property
    def data(self) -> bytes:
        """The content of ``election.json``."""
        return dumps({**document_of(self), "v": VERSION})

    @cached_property
    def election_hash(self) -> bytes:
        """SHA-256 of ``election.json``, 32 bytes."""
        return hashlib.sha256(self.data).digest()

    @property
    def limits(self) -> BallotLimits:
        """What a valid ballot is."""
        return self.ballot.limits

    @property
    def ballot_kind(self) -> BallotKind:
        """What a voter is asked for."""
        return self.ballot.kind

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return self.method.rule

    @property
    def options(self) -> Mapping[str, str]:
        """The options given to the rule, as text."""
        return self.method.options

    def instance(self) -> Instance:
        """Return what is voted on."""
        projects = tuple(Project(line.id, line.cost, line.standing) for line in self.projects)
        return Instance(projects, budget=self.budget, minor_units=self.minor_units)


def _contradictions(election: Election) -> Iterator[FieldFault]:
    ids = [line.id for line in election.projects]
    for id_, count in Counter(ids).items():
        if count > 1:
            yield FieldFault(f"{id_!r} stands there {count} times", "projects")
    if isinstance(election.lot, OrderedLot) and sorted(election.lot.ids) != sorted(ids):
        yield FieldFault("does not name every project once", "lot.ids")
    for name, key, expected in (
        ("log", election.keys.log, election.origin),
        ("receipt", election.keys.receipt, receipt_key_name(election.origin)),
    ):
        if key.name != expected:
            yield FieldFault(f"is the key of {key.name}, not of {expected}", f"keys.{name}")


def parse_election(data: bytes) -> Election:
    """Return the election that an ``election.json`` holds.

    Raises
    ------
    CanonicalError
        if the bytes are not canonical.
    FieldsError
        naming every field that is missing, unknown, holds what it cannot hold, or contradicts another.
    """
    return value_of(Election, body_of(data, version=VERSION))
