"""The count step by step: what happened, with every figure, every tie, and the lot."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.rounds import find_round
from pbengine.process.tallies import Tally
from pbengine.voting.outcome import BY_PROJECT
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.language import gettext
from pbengine.web.pages.records.log import PER_PAGE
from pbengine.web.pages.results.counted import Counted, counted_of
from pbengine.web.pages.results.rule_words import RuleTold, rule_told
from pbengine.web.pages.results.step_words import N_, figure_name, step_sentence, told_figure
from pbengine.web.pages.results.words import at_least, listed
from pbengine.web.rendering import render
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlmodel import Session

    from pbengine.process.rounds import Round

SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "fund": "check",
        "elect": "check",
        "skip": "cross",
        "exclude": "cross",
        "stop": "cross",
        "raise": "half",
        "transfer": "half",
        "keep": "dot",
        "rank": "dot",
        "replace": "back",
    }
)
LEFT_OUT = frozenset({"action", "project"})
EXACT_ONLY = frozenset({"rho", "endowment"})
"""Figures that say nothing once they are rounded, or are the same at each step."""

SETTLED: Mapping[str, str] = MappingProxyType(
    {
        "lower-cost": N_("%(projects)s were level; %(chosen)s came first because it costs less."),
        "more-votes": N_("%(projects)s were level; %(chosen)s came first because it has more votes."),
        "earlier-stage": N_(
            "%(projects)s were level; an earlier stage, at which they differed, made it the turn of %(chosen)s."
        ),
        "pseudo-random-number": N_(
            "%(projects)s were level; the pseudo-random numbers of the rule made it the turn of %(chosen)s."
        ),
        "lot": N_("%(projects)s were level; by lot %(chosen)s came first."),
    }
)
EFFECTS: Mapping[str, str] = MappingProxyType(
    {
        "order": N_("The same projects would have been funded the other way round."),
        "outcome": N_("The other way round, other projects might have been funded."),
    }
)


@dataclass(frozen=True, slots=True)
class FigureTold:
    """A figure of a step: what it is called, as readers write it, and exactly."""

    name: str
    written: str
    exact: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step. ``dropped``: a comparison has later put another result in the place of what this step funds."""

    action: str
    shape: str
    title: str
    sentence: str
    figures: tuple[FigureTold, ...]
    dropped: bool


@dataclass(frozen=True, slots=True)
class StepTable:
    """The figures of the steps that are about a project, rounded for reading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie, and what it decided."""

    sentence: str
    effect: str
    by_lot: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """The order that settles ties; ``committed`` when it was drawn, and not given by a file."""

    committed: bool
    order: tuple[str, ...]
    seed_href: str


@dataclass(frozen=True, slots=True)
class StepsView:
    """A count from its first step to its last."""

    head: RoundHead
    rule: RuleTold
    budget: int
    voters: int
    share: str
    steps: tuple[StepLine, ...]
    table: StepTable
    ties: tuple[TieLine, ...]
    lot: Drawn


@get("/rounds/{slug:str}/result/steps", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def show_steps(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show the count of a round step by step; raises NotPublishedRefusal before the result is published."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        counted = counted_of(session, round_, now=house_of(request).clock())
        steps = counted.document["steps"]
        view = StepsView(
            head=round_head(session, round_, request),
            rule=rule_told(counted),
            budget=counted.budget,
            voters=counted.voters,
            share=_share(counted, steps),
            steps=tuple(_step_lines(counted, steps)),
            table=_table(counted, steps),
            ties=tuple(_tie(counted, tie) for tie in counted.document["ties"]),
            lot=_lot(session, round_, counted),
        )
    return render(request, "results/steps", view)


def _share(counted: Counted, steps: Sequence[Mapping[str, Any]]) -> str:
    """Return what each voter has to spend at the start where the rule gives shares; empty where it does not."""
    if not counted.voters or not any("endowment" in step for step in steps):
        return ""
    share = Fraction(counted.document["budget"]) / counted.voters
    if counted.document["options"].get("start") == "floor":
        share = Fraction(share // Fraction(1, counted.currency.minor_units), counted.currency.minor_units)
    return at_least(share, counted.words)


def _step_lines(counted: Counted, steps: Sequence[Mapping[str, Any]]) -> Iterator[StepLine]:
    replaced = max((index for index, step in enumerate(steps) if step["action"] == "replace"), default=0)
    for index, step in enumerate(steps):
        yield StepLine(
            action=step["action"],
            shape=SHAPES.get(step["action"], "ring"),
            title=counted.titles.get(step.get("project", ""), ""),
            sentence=step_sentence(step, counted),
            figures=tuple(_figures(counted, step)),
            dropped=index < replaced and step["action"] == "fund",
        )


def _figures(counted: Counted, step: Mapping[str, Any]) -> Iterator[FigureTold]:
    for name, value in step.items():
        if name not in LEFT_OUT:
            yield FigureTold(figure_name(name), told_figure(name, value, counted), _exact(name, value, counted))


def _exact(name: str, value: object, counted: Counted) -> str:
    """Return a figure as it stands in the result; one that has an entry a project, with their titles."""
    if not isinstance(value, list):
        return str(value)
    parts = [f"({_exact('', part, counted)})" if isinstance(part, list) else str(part) for part in value]
    if name in BY_PROJECT and len(parts) == len(counted.titles):
        parts = [f"{title}: {part}" for title, part in zip(counted.titles.values(), parts, strict=True)]
    return ", ".join(parts)


def _table(counted: Counted, steps: Sequence[Mapping[str, Any]]) -> StepTable:
    rows = [
        {name: figure for name, figure in step.items() if not isinstance(figure, list)}
        for step in steps
        if "project" in step
    ]
    order = ("round", "place", "score", "supporters", "effective_votes", "cost", "payers", "payment", "left")
    found = dict.fromkeys(name for step in rows for name in step if name not in LEFT_OUT | EXACT_ONLY)
    names = sorted(found, key=lambda name: order.index(name) if name in order else len(order))
    return StepTable(
        tuple(figure_name(name) for name in names),
        tuple(
            (
                counted.titles[step["project"]],
                tuple(told_figure(name, step[name], counted) if name in step else "–" for name in names),
            )
            for step in rows
        ),
    )


def _tie(counted: Counted, tie: Mapping[str, Any]) -> TieLine:
    told = {
        "projects": listed(counted.titles[id_] for id_ in tie["between"]),
        "chosen": counted.words.project(tie["chosen"]),
    }
    return TieLine(
        gettext(SETTLED[tie["settled"]]) % told, gettext(EFFECTS[tie["effect"]]), by_lot=tie["settled"] == "lot"
    )


def _lot(session: Session, round_: Round, counted: Counted) -> Drawn:
    lot, tally = counted.document["lot"], session.get(Tally, round_.id)
    index = tally.seed_index if tally else None
    address = f"/rounds/{round_.slug}/record/log"
    return Drawn(
        committed=lot["kind"] == "committed",
        order=tuple(counted.titles[id_] for id_ in lot["order"]),
        seed_href=address if index is None else f"{address}?page={index // PER_PAGE + 1}#entry-{index}",
    )


PAGES = (show_steps,)
