"""The ballot paper as plain values: the projects in one voter's order, and what is chosen, drawn to scale."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.voting.instance import Standing as ProjectStanding
from pbengine.web.charts import Look, Row, StackChart, stack_chart
from pbengine.web.language import Currency, money, ngettext, number
from pbengine.web.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pbengine.process.projects import Project
    from pbengine.process.rounds import Round


@dataclass(frozen=True, slots=True)
class PaperProject:
    """A project on the ballot paper; one that was withdrawn cannot be chosen."""

    number: str
    title: str
    summary: str
    place: str
    body: str
    cost: int
    chosen: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A figure and what it is."""

    figure: str
    caption: str

    def __str__(self) -> str:
        """Return both in one line."""
        return f"{self.figure} {self.caption}"


@dataclass(frozen=True, slots=True)
class SoFar:
    """What is chosen so far. ``notes`` are told as they change; ``excess`` says what has to go before the review.

    The strip is as long as what the choices may cost together, or as the budget where that is not limited.
    """

    chosen: int
    cost: int
    limit: int
    chart: StackChart
    notes: tuple[Note, ...]
    excess: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a round asks of a ballot."""

    currency: Currency
    budget: int
    max_choices: int | None
    max_sum_cost: int | None


def terms_of(round_: Round) -> Terms:
    """Return what a round asks of a ballot."""
    currency = Currency(round_.currency, round_.minor_units)
    return Terms(currency, round_.budget, round_.max_choices, round_.max_sum_cost)


def paper_of(projects: Sequence[Project], chosen: Collection[str], voter_id: str) -> tuple[PaperProject, ...]:
    """Return the projects in the order of one voter, with what is ticked."""
    return tuple(
        PaperProject(
            number=project.number,
            title=project.title,
            summary=project.summary,
            place=project.place,
            body=project.body,
            cost=project.cost,
            chosen=project.number in chosen,
            withdrawn=project.standing is ProjectStanding.WITHDRAWN,
        )
        for project in shuffled(projects, voter_id)
    )


def shuffled(projects: Sequence[Project], voter_id: str) -> list[Project]:
    """Return the projects in an order that is one voter's own, the same at every look, and favours none of them."""
    return sorted(projects, key=lambda project: hashlib.sha256(f"{project.id}\0{voter_id}".encode()).digest())


def so_far(paper: Sequence[PaperProject], terms: Terms) -> SoFar:
    """Return what is chosen so far, measured by the terms of the ballot."""
    chosen = [project for project in paper if project.chosen]
    cost = sum(project.cost for project in chosen)
    limit = terms.budget if terms.max_sum_cost is None else terms.max_sum_cost
    return SoFar(
        chosen=len(chosen),
        cost=cost,
        limit=limit,
        chart=stack_chart(_rows(chosen, terms), limit),
        notes=(_count_note(len(chosen), terms), _money_note(cost, terms)),
        excess=tuple(_excess(len(chosen), cost, terms)),
    )


def _rows(chosen: Sequence[PaperProject], terms: Terms) -> list[Row]:
    rows, total = [], 0
    for project in chosen:
        total += project.cost
        over = terms.max_sum_cost is not None and total > terms.max_sum_cost
        look = Look.OVER if over else Look.CHOSEN
        rows.append(Row(project.title, project.cost, money(project.cost, terms.currency), look))
    return rows


def _count_note(count: int, terms: Terms) -> Note:
    if terms.max_choices is None:
        return Note(number(count), ngettext("project chosen", "projects chosen", count))
    figure = _("%(count)s of %(most)s") % {"count": number(count), "most": number(terms.max_choices)}
    return Note(figure, ngettext("project chosen", "projects chosen", terms.max_choices))


def _money_note(cost: int, terms: Terms) -> Note:
    if terms.max_sum_cost is None:
        caption = _("together (budget %(budget)s)") % {"budget": money(terms.budget, terms.currency)}
        return Note(money(cost, terms.currency), caption)
    left = terms.max_sum_cost - cost
    return Note(money(abs(left), terms.currency), _("left") if left >= 0 else _("too much"))


def _excess(count: int, cost: int, terms: Terms) -> list[str]:
    found = []
    if terms.max_choices is not None and count > terms.max_choices:
        more = count - terms.max_choices
        found.append(
            ngettext(
                "Take %(more)s project out before you go on.", "Take %(more)s projects out before you go on.", more
            )
            % {"more": more}
        )
    if terms.max_sum_cost is not None and cost > terms.max_sum_cost:
        most = {"most": money(terms.max_sum_cost, terms.currency)}
        found.append(_("Together they may cost %(most)s. Take something out before you go on.") % most)
    return found
