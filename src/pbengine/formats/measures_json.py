"""What is measured of an outcome as JSON: exact numbers and identifiers are text, keys are stable."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pbengine.formats.figures import exact_text, money_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pbengine.voting.instance import Instance
    from pbengine.voting.measures.groups import GroupShare
    from pbengine.voting.measures.margins import Margin
    from pbengine.voting.measures.prices import PriceSystem
    from pbengine.voting.measures.representation import Neglected

Document = dict[str, Any]


def groups_document(shares: Iterable[GroupShare], minor_units: int) -> list[Document]:
    """Return what each group got, in units of the currency."""
    return [
        {
            "name": share.name,
            "projects": share.projects,
            "funded": share.funded,
            "spent": money_text(share.spent, minor_units),
            "share_of_money": exact_text(share.share_of_money),
            "votes": str(share.votes),
            "share_of_votes": exact_text(share.share_of_votes),
        }
        for share in shares
    ]


def representation_document(neglected: Iterable[Neglected], minor_units: int) -> Document:
    """Return whether EJR+ up to any project holds, with each group that shows it does not."""
    groups = [
        {
            "project": group.project,
            "voters": group.voters,
            "due": money_text(group.due, minor_units),
            "most": money_text(group.most, minor_units),
            "cost": money_text(group.cost, minor_units),
        }
        for group in neglected
    ]
    return {"holds": not groups, "neglected": groups}


def prices_document(prices: PriceSystem | None, instance: Instance) -> Document:
    """Return who paid how much, without names; only ``exists`` where there is no price system.

    Under ``left`` stands what the supporters of each project that they could not pay for have left together, under
    ``effective_support`` that as a part of its cost, if it costs anything.
    """
    minor_units = instance.minor_units
    costs = {project.id: project.cost for project in instance.projects}
    if prices is None:
        return {"exists": False}
    return {
        "exists": True,
        "endowment": money_text(prices.endowment, minor_units),
        "paid": [
            {
                "project": paid.project,
                "payment": money_text(paid.payment, minor_units),
                "in_full": paid.in_full,
                "in_part": paid.in_part,
                "by_part": money_text(paid.by_part, minor_units),
            }
            for paid in prices.paid
        ],
        "left": {project: money_text(left, minor_units) for project, left in prices.unaffordable},
        "effective_support": {
            project: exact_text(Fraction(left) / costs[project])
            for project, left in prices.unaffordable
            if costs[project]
        },
    }


def margins_document(margins: Iterable[Margin], minor_units: int) -> list[Document]:
    """Return the margins; what nothing would change has no key, and points of score have a key of their own.

    Examples
    --------
    >>> from pbengine.voting.measures.margins import Margin
    >>> margins_document([Margin("park", is_funded=False, cost=None, votes=312)], 100)
    [{'project': 'park', 'funded': False, 'votes': '312'}]
    """
    documents = []
    for margin in margins:
        cost = {} if margin.cost is None else {"cost": money_text(Fraction(margin.cost), minor_units)}
        unit = "points" if margin.in_points else "votes"
        votes = {} if margin.votes is None else {unit: exact_text(Fraction(margin.votes))}
        documents.append({"project": margin.project, "funded": margin.is_funded, **cost, **votes})
    return documents
