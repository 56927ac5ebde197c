"""How close it was, whether every group of like-minded voters was heard, and what each place got."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.projects import projects_of
from pbengine.process.rounds import find_round
from pbengine.voting.measures.groups import shares_of_groups
from pbengine.voting.measures.representation import neglected_groups
from pbengine.voting.outcome import Outcome
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.results.closeness_words import heard_sentence, margin_sentence
from pbengine.web.pages.results.counted import counted_of
from pbengine.web.pages.results.margin_search import search_for_margins
from pbengine.web.pages.results.recounting import asked_of, ballots_of, published_of
from pbengine.web.rendering import render
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from pbengine.process.projects import Project
    from pbengine.voting.measures.groups import GroupShare
    from pbengine.voting.measures.margins import Margin
    from pbengine.web.pages.results.counted import Counted
    from pbengine.web.pages.results.recounting import Published


@dataclass(frozen=True, slots=True)
class MarginLine:
    """A project, and what would have changed its fate."""

    title: str
    funded: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class HeardLine:
    """Supporters of a project who are due more than they got."""

    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A place: what its projects get of the money, and of the votes."""

    name: str
    projects: int
    funded: int
    spent: int | Fraction
    share_of_money: Fraction
    share_of_votes: Fraction


@dataclass(frozen=True, slots=True)
class CloseView:
    """What was measured; ``margins`` is None where the election is too large for a page, and else may still grow.

    ``standing`` is how many margins there will be.
    """

    head: RoundHead
    margins: tuple[MarginLine, ...] | None
    neglected: tuple[HeardLine, ...]
    places: tuple[GroupLine, ...]
    standing: int

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be found."""
        return self.margins is None or len(self.margins) == self.standing


@get("/rounds/{slug:str}/result/close", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def show_closeness(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show how close a result was; raises NotPublishedRefusal before it is published."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        counted = counted_of(session, round_, now=house_of(request).clock())
        head = round_head(session, round_, request)
        places = places_of(projects_of(session, round_))
    published = published_of(counted)
    search = search_for_margins(published, asked_of(counted))
    ballots = ballots_of(published)
    neglected = neglected_groups(ballots.instance, ballots.profile, counted.funded)
    view = CloseView(
        head=head,
        margins=None if search is None else tuple(_margin_lines(counted, tuple(search.found))),
        standing=0 if search is None else search.projects,
        neglected=tuple(
            HeardLine(counted.titles[group.project], heard_sentence(group, counted)) for group in neglected
        ),
        places=tuple(_group_lines(counted, published, places)),
    )
    return render(request, "results/close", view)


def _margin_lines(counted: Counted, found: Sequence[Margin]) -> Iterator[MarginLine]:
    """Yield the funded projects in the order of funding, then the others."""
    by_id = {margin.project: margin for margin in found}
    funded = [id_ for id_ in counted.funded if id_ in by_id]
    for id_ in (*funded, *(id_ for id_ in by_id if id_ not in set(funded))):
        yield MarginLine(counted.titles[id_], by_id[id_].is_funded, margin_sentence(by_id[id_], counted))


def places_of(projects: Sequence[Project]) -> dict[str, tuple[str, ...]]:
    """Return the place of each project by its id; nothing where no two share one, or all stand in the same."""
    counts = Counter(project.place for project in projects if project.place)
    if len(counts) < 2 or max(counts.values()) < 2:  # noqa: PLR2004 - two of each make a comparison
        return {}
    return {project.number: (project.place,) for project in projects if project.place}


def _group_lines(counted: Counted, published: Published, places: Mapping[str, tuple[str, ...]]) -> Iterator[GroupLine]:
    ballots = ballots_of(published)
    amounts = {id_: counted.minor(text) for id_, text in counted.document.get("amounts", {}).items()}
    outcome = Outcome(
        rule=counted.document["rule"],
        options={},
        funded=counted.funded,
        cost=counted.cost,
        steps=(),
        ties=(),
        reasons={},
        amounts=amounts,
    )
    for share in shares_of_groups(ballots.instance, ballots.profile, outcome, places):
        yield _group_line(share)


def _group_line(share: GroupShare) -> GroupLine:
    return GroupLine(share.name, share.projects, share.funded, share.spent, share.share_of_money, share.share_of_votes)


PAGES = (show_closeness,)
