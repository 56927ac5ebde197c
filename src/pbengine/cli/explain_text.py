"""What was measured of an outcome, as text for people."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import click

from pbengine.cli.counting import title_of
from pbengine.cli.output import heading, printable, shortened, width, wrapped
from pbengine.formats.figures import exact_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.cli.explained import Explained
    from pbengine.formats.sentences import Words
    from pbengine.voting.measures.groups import GroupShare
    from pbengine.voting.measures.margins import Margin

INDENT = "   "


def write_explained(explained: Explained, words: Words) -> None:
    """Write every measure, each under its heading."""
    voters = explained.election.profile.voters
    click.secho(
        wrapped(f"{_percent(explained.covered, voters)} of those who voted chose something that is funded."), bold=True
    )
    click.echo(wrapped(f"{explained.covered:,} of {voters:,} voters. Rule: {explained.outcome.rule}."))
    for name, shares in explained.groups.items():
        heading(f"Money and votes by {name}")
        _write_groups(shares, explained, words)
    heading("Was every group that agrees on something heard?")
    _write_representation(explained, words)
    heading("Who paid how much")
    _write_prices(explained, words)
    if explained.margins is not None:
        heading("How close it was")
        for margin in explained.margins:
            click.echo(_called(explained, margin.project))
            click.echo(wrapped(margin_sentence(margin, explained, words), first=INDENT, rest=INDENT))


def _write_groups(shares: Sequence[GroupShare], explained: Explained, words: Words) -> None:
    for share in shares:
        money = _money(share.spent, explained, words)
        click.echo(printable(share.name))
        text = (
            f"{share.funded} of {share.projects} projects for {money}, {_share(share.share_of_money)} of the money; "
            f"{_share(share.share_of_votes)} of the votes."
        )
        click.echo(wrapped(text, first=INDENT, rest=INDENT))


def _write_representation(explained: Explained, words: Words) -> None:
    if not explained.neglected:
        click.echo(
            wrapped("Yes (EJR+ up to any project): there is no project whose supporters are due more than they got.")
        )
        return
    click.echo(wrapped("Not everyone (EJR+ up to any project fails):"))
    for group in explained.neglected:
        click.echo(_called(explained, group.project))
        verb = "is" if group.voters == 1 else "are"
        text = (
            f"{group.voters:,} of its supporters {verb} due {_money(group.due, explained, words)}, their part of the "
            f"budget. Of what they chose none of them sees more than {_money(group.most, explained, words)} spent, and "
            f"with this project, at {_money(group.cost, explained, words)}, it would still be no more than their due."
        )
        click.echo(wrapped(text, first=INDENT, rest=INDENT))


def _write_prices(explained: Explained, words: Words) -> None:
    prices = explained.prices
    if prices is None:
        click.echo(
            wrapped(
                "There is no price system: not every project here was paid for by its supporters from equal shares."
            )
        )
        return
    endowment = _money(prices.endowment, explained, words)
    click.echo(wrapped(f"Everybody started with {endowment} (rounded down). Nobody paid for what they did not choose."))
    for paid in prices.paid:
        click.echo(_called(explained, paid.project))
        payers = "voter" if paid.in_full == 1 else "voters"
        text = f"{paid.in_full:,} {payers} paid {_money(paid.payment, explained, words, up=True)} each"
        if paid.in_part:
            text += f"; {paid.in_part:,} gave all they had left, {_money(paid.by_part, explained, words)} together"
        click.echo(wrapped(f"{text}.", first=INDENT, rest=INDENT))


def margin_sentence(margin: Margin, explained: Explained, words: Words) -> str:
    """Say both sides of a margin in a sentence each."""
    sentences = []
    one, many = ("point", "points") if margin.in_points else ("vote", "votes")
    unit = one if margin.votes == 1 else many
    if margin.cost is not None:
        cost, dearer = (_money(amount, explained, words) for amount in (margin.cost, margin.cost + 1))
        sentences.append(
            f"It would still be funded if it cost {cost}, and not if it cost {dearer}."
            if margin.is_funded
            else f"It would have been funded if it had cost {cost}, and not if it had cost {dearer}."
        )
    if margin.votes is not None and margin.is_funded:
        sentences.append(f"With {_number(margin.votes)} {unit} fewer it would not have been funded.")
    elif margin.votes is not None:
        step = Fraction(1, explained.election.profile.points_scale if margin.in_points else 1)
        fewer = "one" if step == 1 else _number(step)
        sentences.append(
            f"With {_number(margin.votes)} more {unit} for it alone it would have been funded, with {fewer} fewer not."
        )
    elif not margin.is_funded:
        sentences.append(f"No number of further {unit} that was tried would have got it funded.")
    return " ".join(sentences) or "No other cost that was tried would have changed that."


def _number(votes: int | Fraction) -> str:
    """Return a number of votes or points, which have few decimals."""
    return f"{int(votes):,}" if votes == int(votes) else exact_text(Fraction(votes))


def _called(explained: Explained, project: str) -> str:
    return shortened(f"{printable(project)}  {title_of(explained.election, project)}", width())


def _money(amount: int | Fraction, explained: Explained, words: Words, *, up: bool = False) -> str:
    """Return an amount of minor units, rounded down to what can be paid, or up."""
    units, scale = explained.election.instance.minor_units, 10**words.digits
    shown = Fraction(amount) / units * scale
    return words.money(Fraction(ceil(shown) if up else floor(shown), scale))


def _percent(part: int, whole: int) -> str:
    return _share(Fraction(part, whole) if whole else Fraction(0))


def _share(share: Fraction) -> str:
    tenths = floor(share * 1000)
    return f"{tenths // 10}.{tenths % 10} %"
