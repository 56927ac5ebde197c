"""The same ballots under other rules: what would have been funded, beside what was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.importing import held_elsewhere
from pbengine.process.rounds import find_round
from pbengine.voting.errors import EffortError, FeatureError
from pbengine.voting.measures.coverage import voters_covered
from pbengine.voting.measures.side_by_side import decided_differently
from pbengine.web.access import Access
from pbengine.web.charts import Look, Row, bar_chart
from pbengine.web.house import house_of
from pbengine.web.language import gettext, money
from pbengine.web.pages.results.contenders import MOST, USUAL, Hindrance, offers_for
from pbengine.web.pages.results.counted import counted_of
from pbengine.web.pages.results.pictures import AT_A_LOOK, FEW
from pbengine.web.pages.results.recounting import Asked, asked_of, ballots_of, published_of, recounted
from pbengine.web.pages.results.rule_words import Telling, rule_told, settings_told
from pbengine.web.rendering import render
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pbengine.voting.errors import VotingError
    from pbengine.web.charts import BarChart
    from pbengine.web.pages.results.contenders import Offer, Offers
    from pbengine.web.pages.results.counted import Counted
    from pbengine.web.pages.results.recounting import Ballots, Recounted


def N_(message: str) -> str:  # noqa: N802 - gettext's name for marking a sentence that is translated later
    """Mark a sentence for the catalogues."""
    return message


HINDRANCES: Mapping[Hindrance, str] = MappingProxyType(
    {
        Hindrance.OTHER_BALLOTS: N_("It counts other ballots than those you were given."),
        Hindrance.SEATS: N_("It fills seats, and here the projects differ in cost."),
        Hindrance.NOT_CARRIED: N_("It cannot keep to something that this vote asks for."),
        Hindrance.SLOW: N_("It counts too long for a page in a vote of this size."),
    }
)
TOO_LONG = N_("It would count too long, and gave up.")
NOT_THESE = N_("There are ballots that it cannot count.")


@dataclass(frozen=True, slots=True)
class ColumnTold:
    """A rule of the comparison. ``added`` and ``dropped`` count against the decision, which is the first column."""

    number: int
    id: str
    name: str
    settings: tuple[str, ...]
    funded: int
    covered: int
    added: int
    dropped: int
    in_part: int

    @property
    def is_decision(self) -> bool:
        """Whether this is the published result."""
        return self.number == 1


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project: for each column, in their order, whether it is funded."""

    title: str
    cost: int
    funded: tuple[bool, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the columns that fund it."""
        return tuple(number for number, is_funded in enumerate(self.funded, start=1) if is_funded)


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A rule that can be ticked."""

    id: str
    name: str
    hint: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A rule that does not stand in the comparison, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class CompareView:
    """The counts side by side; ``left_over`` counts rules that were ticked beyond the most that fit."""

    head: RoundHead
    columns: tuple[ColumnTold, ...]
    spending: BarChart
    differing: tuple[ProjectLine, ...]
    alike: tuple[ProjectLine, ...]
    refused: tuple[Reasoned, ...]
    offers: tuple[OfferLine, ...]
    closed: tuple[Reasoned, ...]
    voters: int
    budget: int
    left_over: int
    held_elsewhere: bool

    @property
    def at_a_look(self) -> int:
        """How many of the projects that are decided differently are drawn at once."""
        return AT_A_LOOK if len(self.differing) > AT_A_LOOK + FEW else len(self.differing)

    @property
    def most(self) -> int:
        """So many rules may stand beside the decision."""
        return MOST


@get("/rounds/{slug:str}/result/compare", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def compare_rules(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show the ballots of a round under several rules; raises NotPublishedRefusal before the result is published."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        counted = counted_of(session, round_, now=house_of(request).clock())
        head, is_from_elsewhere = round_head(session, round_, request), held_elsewhere(session, round_)
    wanted = tuple(request.query_params.getall("rule", [])) if "chosen" in request.query_params else USUAL
    view = _view(head, counted, wanted)
    return render(request, "results/compare", replace(view, held_elsewhere=is_from_elsewhere))


@dataclass(frozen=True, slots=True)
class Count:
    """What a rule that was chosen makes of the ballots."""

    offer: Offer
    made: Recounted


def _view(head: RoundHead, counted: Counted, wanted: tuple[str, ...]) -> CompareView:
    published, decision = published_of(counted), asked_of(counted)
    ballots = ballots_of(published)
    offers = offers_for(ballots.instance, ballots.profile, (decision.rule_id, dict(decision.options)))
    chosen = offers.chosen(wanted)
    counts = [
        Count(offer, recounted(published, Asked(offer.rule.id, tuple(offer.options.items())))) for offer in chosen
    ]
    made = [count for count in counts if count.made.refused is None]
    covered = voters_covered(ballots.instance, ballots.profile, counted.funded)
    columns = tuple(_columns(counted, covered, made))
    differing, alike = _lines(counted, ballots, made)
    return CompareView(
        head=head,
        columns=columns,
        spending=_spending(counted, columns, made),
        differing=differing,
        alike=alike,
        refused=tuple(
            Reasoned(gettext(count.offer.rule.name), _refusal(count.made.refused))
            for count in counts
            if count.made.refused
        ),
        offers=tuple(_offer_lines(offers, counted, {offer.rule.id for offer in chosen})),
        closed=tuple(Reasoned(gettext(rule.name), gettext(HINDRANCES[why])) for rule, why in offers.closed),
        voters=counted.voters,
        budget=counted.budget,
        left_over=len({offer.rule.id for offer in offers.open} & set(wanted)) - len(chosen),
        held_elsewhere=False,
    )


def _lines(
    counted: Counted, ballots: Ballots, made: Sequence[Count]
) -> tuple[tuple[ProjectLine, ...], tuple[ProjectLine, ...]]:
    """Return the projects that are decided differently, and those that all rules decide alike."""
    results = [frozenset(counted.funded), *(frozenset(count.made.funded) for count in made)]
    differing = frozenset(decided_differently(counted.titles, results))
    costs = {project.id: project.cost for project in ballots.instance.projects}
    lines = {
        id_: ProjectLine(title, costs[id_], tuple(id_ in funded for funded in results))
        for id_, title in counted.titles.items()
    }
    return (
        tuple(line for id_, line in lines.items() if id_ in differing),
        tuple(line for id_, line in lines.items() if id_ not in differing),
    )


def _columns(counted: Counted, covered: int, made: Sequence[Count]) -> Iterator[ColumnTold]:
    """Yield the decision, then what each rule makes of the same ballots."""
    told, decided = rule_told(counted), frozenset(counted.funded)
    in_part = sum(line.gets < line.cost for line in counted.lines() if line.funded)
    yield ColumnTold(1, told.id, told.name, told.settings, len(decided), covered, 0, 0, in_part)
    for number, count in enumerate(made, start=2):
        funded = frozenset(count.made.funded)
        yield ColumnTold(
            number=number,
            id=count.offer.rule.id,
            name=gettext(count.offer.rule.name),
            settings=_settings(count.offer, counted),
            funded=len(funded),
            covered=count.made.covered,
            added=len(funded - decided),
            dropped=len(decided - funded),
            in_part=count.made.in_part,
        )


def _settings(offer: Offer, counted: Counted) -> tuple[str, ...]:
    """Return what is set of a rule other than its defaults."""
    telling = Telling(counted.words, counted.titles, counted.counts_voters)
    options = tuple(option for option in offer.rule.options if option.name in offer.options)
    given = {name: str(value) for name, value in offer.options.items()}
    return settings_told(replace(offer.rule, options=options), given, telling)


def _spending(counted: Counted, columns: Sequence[ColumnTold], made: Sequence[Count]) -> BarChart:
    """Return a bar of money for each column; the axis ends at the budget."""
    costs = [counted.cost, *(count.made.cost for count in made)]
    rows = [
        Row(column.name, cost, money(cost, counted.currency), Look.FUNDED)
        for column, cost in zip(columns, costs, strict=True)
    ]
    return bar_chart(rows, [(counted.budget, money(counted.budget, counted.currency))])


def _offer_lines(offers: Offers, counted: Counted, ticked: set[str]) -> Iterator[OfferLine]:
    for offer in offers.open:
        hint = " ".join([gettext(offer.rule.summary), *_settings(offer, counted)])
        yield OfferLine(offer.rule.id, gettext(offer.rule.name), hint, offer.rule.id in ticked)


def _refusal(error: VotingError | None) -> str:
    """Say why a rule did not count these ballots, once it had looked at them."""
    if isinstance(error, FeatureError):
        return gettext(HINDRANCES[Hindrance.NOT_CARRIED])
    return gettext(TOO_LONG if isinstance(error, EffortError) else NOT_THESE)


PAGES = (compare_rules,)
