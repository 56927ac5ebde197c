"""Every reason for which an operation refuses. Each has a stable kebab code and its facts as typed attributes.

The sentence for people is made from the code and the figures by :mod:`pbengine.process.sentences`.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import ClassVar

Figure = str | int
"""A fact of a refusal: a word, an id, a count, or an amount in minor units."""


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - the project's word; it is an answer to a person, not a fault of the program
    """Base of every refusal of :mod:`pbengine.process`. Nothing was changed."""

    code: ClassVar[str] = ""

    @property
    def figures(self) -> Mapping[str, Figure]:
        """The facts by name, lists joined by commas, for the sentence."""
        facts = {item.name: getattr(self, item.name) for item in fields(self)}
        return MappingProxyType({name: _figure(fact) for name, fact in facts.items() if fact is not None})

    def __str__(self) -> str:
        """Return code and figures, for developers."""
        return f"{self.code} {dict(self.figures)}"


def _figure(fact: object) -> Figure:
    if isinstance(fact, tuple):
        return ", ".join(str(part) for part in fact)
    return fact if isinstance(fact, int) else str(fact)


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One fault of what was sent: the field, a kebab code, and the figures its sentence needs."""

    field: str
    code: str
    figures: Mapping[str, Figure] = dataclasses.field(default_factory=lambda: MappingProxyType({}))


@dataclass(eq=False)
class FormRefusal(Refusal):
    """Something in what was sent cannot be taken; every fault is listed."""

    code = "form"
    faults: tuple[FieldFault, ...]


@dataclass(eq=False)
class BallotRefusal(FormRefusal):
    """The ballot breaks the round's rules for ballots; every fault is listed, and nothing was marked."""

    code = "ballot"


@dataclass(eq=False)
class NotFoundRefusal(Refusal):
    """There is no such thing, or none that this person may know of."""

    code = "not-found"
    noun: str
    key: str


@dataclass(eq=False)
class NotAllowedRefusal(Refusal):
    """The person has none of the roles that this takes, in this place."""

    code = "not-allowed"
    needed: tuple[str, ...]


@dataclass(eq=False)
class NotStewardRefusal(NotAllowedRefusal):
    """The person is not a steward: an office of the whole house, not of one place."""

    code = "not-steward"
    needed: tuple[str, ...] = ("steward",)


@dataclass(eq=False)
class NotAuthorRefusal(Refusal):
    """Only the resident who wrote a proposal may change it."""

    code = "not-author"


@dataclass(eq=False)
class PhaseRefusal(Refusal):
    """The round is in another phase than those in which this may be done."""

    code = "phase"
    phase: str
    needed: tuple[str, ...]


@dataclass(eq=False)
class FrozenRefusal(Refusal):
    """Rules, projects, costs and dates were frozen when voting opened. ``digest`` is that of election.json."""

    code = "frozen"
    digest: str


@dataclass(eq=False)
class ProposalStatusRefusal(Refusal):
    """The proposal has another status than those in which this may be done."""

    code = "proposal-status"
    status: str
    needed: tuple[str, ...]


@dataclass(eq=False)
class DatesPassedRefusal(Refusal):
    """Voting cannot open: its dates passed before it was opened."""

    code = "dates-passed"


@dataclass(eq=False)
class NothingToVoteOnRefusal(Refusal):
    """Voting cannot open: no project stands on the ballot."""

    code = "nothing-to-vote-on"


@dataclass(eq=False)
class NobodyToVoteRefusal(Refusal):
    """Voting cannot open: the place has no residents on its roll."""

    code = "nobody-to-vote"


@dataclass(eq=False)
class RuleUnfitRefusal(Refusal):
    """Voting cannot open: the rule cannot count ballots on these projects, for every reason named."""

    code = "rule-unfit"
    rule: str
    faults: tuple[str, ...]


@dataclass(eq=False)
class CostLimitRefusal(Refusal):
    """Voting cannot open: every project costs more than one ballot may hold."""

    code = "cost-limit"


@dataclass(eq=False)
class NotOnRollRefusal(Refusal):
    """The person does not stand on the roll that was frozen when voting opened."""

    code = "not-on-roll"


@dataclass(eq=False)
class AlreadyVotedRefusal(Refusal):
    """The person has voted in this round. ``tracker`` finds that ballot in the record."""

    code = "already-voted"
    tracker: str


@dataclass(eq=False)
class KeyReusedRefusal(Refusal):
    """The same key came with another ballot. The first one stands."""

    code = "key-reused"


@dataclass(eq=False)
class NotPublishedRefusal(Refusal):
    """The result is not published yet; nothing of it is shown before."""

    code = "not-published"
    phase: str


@dataclass(eq=False)
class TallyRunningRefusal(Refusal):
    """Another process is counting this round."""

    code = "tally-running"


@dataclass(eq=False)
class TallyNotFailedRefusal(Refusal):
    """Only a count that failed can be started again."""

    code = "tally-not-failed"


@dataclass(eq=False)
class AlreadyImportedRefusal(Refusal):
    """The same file was imported before, as the round named."""

    code = "already-imported"
    slug: str
    title: str


@dataclass(eq=False)
class NoRuleRefusal(Refusal):
    """The file names a rule that is not known here, or one that does not count its ballots."""

    code = "no-rule"
    rule: str
    known: tuple[str, ...]


@dataclass(eq=False)
class FileUnfitRefusal(Refusal):
    """The election in a file cannot be kept: its record could not be written."""

    code = "file-unfit"
    fault: str


@dataclass(eq=False)
class TakenRefusal(Refusal):
    """Something that must be unique is taken: an e-mail address, an address of a page."""

    code = "taken"
    field: str
    value: str


@dataclass(eq=False)
class WrongCredentialsRefusal(Refusal):
    """The e-mail address and the password do not belong together; which of them is wrong is not said."""

    code = "wrong-credentials"


@dataclass(eq=False)
class BusyRefusal(Refusal):
    """Too much is waiting; nothing was stored, and trying again in a few seconds is right."""

    code = "busy"
    seconds: int = 2


@dataclass(eq=False)
class StorageRefusal(Refusal):
    """The disk is full, read-only or failing; nothing was stored."""

    code = "storage"
