"""A published result as plain values: each project with its votes, its cost and one sentence why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from pbengine.formats.sentences import sentence
from pbengine.formats.tally_json import read_reason
from pbengine.process.projects import projects_of
from pbengine.process.tallies import result_of
from pbengine.voting.profile import BallotKind
from pbengine.web.language import Currency
from pbengine.web.pages.results.words import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from pbengine.formats.sentences import Words
    from pbengine.process.rounds import Round
    from pbengine.process.tallies import Result

VOTES_ARE_VOTERS = frozenset({BallotKind.APPROVAL, BallotKind.CHOOSE_ONE})


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project of the result. ``score`` counts voters or points; ``shape`` stands beside the sentence.

    ``gets`` is what a funded project gets: its cost, or what the rule gives it of that.
    """

    id: str
    title: str
    href: str
    cost: int
    gets: int
    score: Fraction
    funded: bool
    shape: str
    sentence: str

    @property
    def count(self) -> int:
        """The score as a number that decides between one and many."""
        return ceil(self.score)


@dataclass(frozen=True, slots=True)
class Counted:
    """A published result with the names of what it counts."""

    result: Result
    currency: Currency
    titles: Mapping[str, str]
    hrefs: Mapping[str, str]

    @property
    def document(self) -> Mapping[str, Any]:
        """The result as it is published."""
        return self.result.document

    @property
    def kind(self) -> BallotKind:
        """What a voter was asked for."""
        return BallotKind(self.document["ballots"])

    @property
    def counts_voters(self) -> bool:
        """Whether a score is a number of voters, and not a sum of points."""
        return self.kind in VOTES_ARE_VOTERS

    @property
    def words(self) -> Words:
        """How figures are said to the reader."""
        return words_of(self.currency, self.titles)

    @property
    def funded(self) -> tuple[str, ...]:
        """The funded projects in the order of funding."""
        return tuple(self.document["funded"])

    @property
    def cost(self) -> int:
        """What they cost together, in minor units."""
        return self.minor(self.document["cost"])

    @property
    def budget(self) -> int:
        """What there was to spend, in minor units."""
        return self.minor(self.document["budget"])

    @property
    def voters(self) -> int:
        """How many ballots were counted."""
        return int(self.document["votes"])

    def minor(self, text: str) -> int:
        """Return an amount of the document in minor units."""
        return int(Fraction(text) * self.currency.minor_units)

    def lines(self) -> tuple[ProjectLine, ...]:
        """Return every project: first the funded ones in the order of funding, then the others by their score."""
        funded = self.funded
        others = [id_ for id_ in self.document["projects_detail"] if id_ not in set(funded)]
        others.sort(key=lambda id_: -Fraction(self.document["projects_detail"][id_]["score"]))
        return tuple(self._line(id_) for id_ in (*funded, *others))

    def _line(self, id_: str) -> ProjectLine:
        detail = self.document["projects_detail"][id_]
        shape = "check" if detail["funded"] else "back" if detail["reason_code"] == "withdrawn" else "cross"
        return ProjectLine(
            id=id_,
            title=self.titles[id_],
            href=self.hrefs.get(id_, ""),
            cost=self.minor(detail["cost"]),
            gets=self.minor(self.document.get("amounts", {}).get(id_, detail["cost"])),
            score=Fraction(detail["score"]),
            funded=detail["funded"],
            shape=shape,
            sentence=sentence(read_reason(detail), self.kind, words=self.words),
        )


def counted_of(session: Session, round_: Round, *, now: datetime) -> Counted:
    """Return the published result of a round; raises NotPublishedRefusal for any other."""
    result = result_of(session, round_, now=now)
    projects = projects_of(session, round_)
    return Counted(
        result=result,
        currency=Currency(round_.currency, round_.minor_units),
        titles={project.number: project.title for project in projects},
        hrefs={project.number: f"/proposals/{project.proposal_id}" for project in projects if project.proposal_id},
    )
