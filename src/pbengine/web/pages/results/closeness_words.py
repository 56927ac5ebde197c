"""How close it was, in sentences to the people who voted: each states what counting again has shown, and no more."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from pbengine.web.language import gettext as _
from pbengine.web.language import ngettext, number
from pbengine.web.pages.results.words import at_least

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.voting.measures.margins import Margin
    from pbengine.voting.measures.representation import Neglected
    from pbengine.web.pages.results.counted import Counted


def margin_sentence(margin: Margin, counted: Counted) -> str:
    """Say at which cost and with how many votes the fate of a project would have been another."""
    said = [*_of_cost(margin, counted), *_of_votes(margin)]
    if said:
        return " ".join(said)
    if margin.is_funded:
        return _("Nothing that was tried would have changed that.")
    return _("Neither a lower cost nor more votes that were tried would have got it funded.")


def _of_cost(margin: Margin, counted: Counted) -> Iterator[str]:
    if margin.cost is None:
        return
    told = {"cost": _money(margin.cost, counted), "more": _money(margin.cost + 1, counted)}
    if not margin.is_funded:
        yield _("It would have been funded if it had cost %(cost)s, and not at %(more)s.") % told
    elif margin.cost >= counted.budget:
        yield _("It would have been funded even if it had cost the whole budget.")
    elif margin.cost == counted.minor(counted.document["projects_detail"][margin.project]["cost"]):
        yield _("If it had cost %(more)s, it would not have been funded.") % told
    else:
        yield _("It would have been funded even if it had cost %(cost)s, and not at %(more)s.") % told


def _of_votes(margin: Margin) -> Iterator[str]:
    if margin.votes is None:
        if not margin.is_funded and margin.cost is not None:
            yield _("No number of further votes that was tried would have been enough.")
        return
    told = {"count": number(margin.votes), "fewer": number(margin.votes - 1)}
    if margin.in_points:
        said = (
            _("With %(count)s points fewer it would not have been funded.")
            if margin.is_funded
            else _("With %(count)s more points for it alone it would have been funded.")
        )
        yield said % told
        return
    count = ceil(margin.votes)
    if margin.is_funded:
        yield (
            ngettext(
                "With one vote fewer it would not have been funded.",
                "With %(count)s votes fewer it would not have been funded, with %(fewer)s fewer it would.",
                count,
            )
            % told
        )
    else:
        yield (
            ngettext(
                "One more vote for it alone would have got it funded.",
                "%(count)s more votes for it alone would have got it funded, %(fewer)s would not.",
                count,
            )
            % told
        )


def heard_sentence(group: Neglected, counted: Counted) -> str:
    """Say of voters who agree on a project what is due to them, and what they got."""
    return ngettext(
        "%(voters)s of those who chose it is due %(due)s, a part of the budget. Of what this voter chose, %(most)s is "
        "spent. With this project, at %(cost)s, it would still be no more than is due.",
        "%(voters)s of those who chose it are due %(due)s together, their part of the budget. None of them sees more "
        "than %(most)s spent on what they chose. With this project, at %(cost)s, it would still be no more than is due "
        "to them.",
        group.voters,
    ) % {
        "voters": number(group.voters),
        "due": _money(group.due, counted),
        "most": _money(group.most, counted),
        "cost": _money(group.cost, counted),
    }


def _money(amount: int | Fraction, counted: Counted) -> str:
    return at_least(Fraction(amount) / counted.currency.minor_units, counted.words)
