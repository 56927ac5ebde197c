"""A count for people: the answer, then a sentence for each project, then the steps."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import click

from pbengine.cli.counting import title_of, words_for
from pbengine.cli.output import heading, printable, wrapped
from pbengine.formats.figures import in_units, money_figures
from pbengine.formats.sentences import plain_number, sentence
from pbengine.voting.outcome import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pbengine.cli.official import Official
    from pbengine.formats.elections import Election
    from pbengine.formats.sentences import Words
    from pbengine.voting.outcome import Figure, Outcome

INDENT = "    "
LEAST_COUNTING = 100
"""Digits are added to a small number until it has three that count."""
SETTLED = {
    "lower-cost": "the lower cost put {} first",
    "more-votes": "more votes put {} first",
    "earlier-stage": "the latest stage at which they differed chose {}",
    "pseudo-random-number": "the rule's pseudo-random numbers chose {}",
    "lot": "the lot put {} first",
}
CHOSEN = SETTLED | {"lot": "the lot chose {}"}
"""In an election to seats the one chosen may be chosen to be excluded."""


def write_tally(title: str, election: Election, outcome: Outcome, *, lot: str, official: Official | None) -> None:
    """Write the whole count; ``title`` is the file's name where there are several."""
    words = words_for(election)
    if title:
        heading(title)
    _write_answer(election, outcome, words, lot)
    if official:
        _write_official(official)
    write_projects(election, outcome, words)
    write_ties(election, outcome)
    write_steps(election, outcome, words)


def _write_answer(election: Election, outcome: Outcome, words: Words, lot: str) -> None:
    instance, funded = election.instance, len(outcome.funded)
    cost, budget = (words.money(Fraction(amount, instance.minor_units)) for amount in (outcome.cost, instance.budget))
    count = f"{funded:,} of {len(instance.projects):,} projects {'is' if funded == 1 else 'are'} funded"
    click.secho(wrapped(f"{count}, for {cost} of {budget}. {election.profile.voters:,} people voted."), bold=True)
    write_rule(outcome, lot)
    write_constraints(election)


def write_rule(outcome: Outcome, lot: str) -> None:
    """Write the rule, its options, and what settles ties."""
    options = ", ".join(
        f"{name}={figure_text(value)}" for name, value in sorted(outcome.options.items()) if value != ""
    )
    order = "the order of the file" if lot == "file" else f"the lot {printable(lot)}"
    click.echo(wrapped(f"Rule: {outcome.rule}{f' ({options})' if options else ''}. Ties: {order}."))


def write_constraints(election: Election) -> None:
    """Write what was asked beside the budget, in short."""
    from pbengine.formats.constraints import constraints_document

    asked = constraints_document(election.instance, election.profile)
    said = [f"{name} {value if isinstance(value, str) else f'({len(value)})'}" for name, value in asked.items()]
    if said:
        click.echo(wrapped(f"Counted under constraints: {', '.join(said)}."))


def _write_official(official: Official) -> None:
    if official.agrees:
        click.secho(wrapped("The file names the same projects as funded."), fg="green")
        return
    parts = [
        f"{what}: {', '.join(map(printable, ids))}"
        for what, ids in (("only in the file", official.only_official), ("only here", official.only_here))
        if ids
    ]
    click.secho(wrapped(f"The file names other projects as funded; {'; '.join(parts)}."), fg="yellow")


def write_projects(election: Election, outcome: Outcome, words: Words) -> None:
    """Write what is funded, or who is elected, and what is not, each with its reason in a sentence."""
    refused = [project.id for project in election.instance.projects if project.id not in set(outcome.funded)]
    done = "elected" if election.fills_seats else "funded"
    for title, ids, colour in ((done.capitalize(), outcome.funded, "green"), (f"Not {done}", refused, None)):
        if ids:
            heading(title)
        for id_ in ids:
            click.secho(wrapped(f"{printable(id_)}  {title_of(election, id_)}".rstrip(), rest=INDENT), fg=colour)
            reason = outcome.reasons[id_]
            said = Reason(reason.code, in_units(reason.figures, election.instance.minor_units))
            click.echo(wrapped(sentence(said, election.profile.kind, words=words), first=INDENT, rest=INDENT))


def write_ties(election: Election, outcome: Outcome) -> None:
    """Write each tie and what settled it."""
    if outcome.ties:
        heading("Ties")
    done = "Who is elected" if election.fills_seats else "Which projects are funded"
    for tie in outcome.ties:
        effect = "" if tie.effect == "outcome" else f" {done} did not depend on it."
        words = CHOSEN if election.fills_seats else SETTLED
        settled = words[tie.settled].format(printable(election.called[tie.chosen]))
        between = _listed(election.called[id_] for id_ in tie.between)
        click.echo(wrapped(f"{between} were level; {settled}.{effect}", rest=INDENT))


def _listed(ids: Iterable[str]) -> str:
    *first, last = map(printable, ids)
    return f"{', '.join(first)} and {last}" if first else last


def write_steps(election: Election, outcome: Outcome, words: Words) -> None:
    """Write every step with its figures."""
    if outcome.steps:
        heading("Steps")
    digits, money = len(str(len(outcome.steps))), money_figures(outcome.options)
    for number, step in enumerate(outcome.steps, 1):
        figures = in_units(step.figures, election.instance.minor_units, money=money)
        said = [
            f"{name.replace('_', ' ')} {figure_text(figures[name], words if name in money else None)}"
            for name in figures
        ]
        subject = "" if step.project is None else f" {printable(step.project)}"
        text = f"{number:>{digits}}. {step.action}{subject}{': ' if said else ''}{', '.join(said)}"
        click.echo(wrapped(text, rest=" " * (digits + 2)))


def figure_text(figure: Figure, words: Words | None = None) -> str:
    """Return a figure for reading; one that needs more digits than are shown is rounded and marked with ``~``.

    Two digits after the point are shown, or so many that a small number keeps three that count.

    Examples
    --------
    >>> figure_text(Fraction(7, 3)), figure_text(Fraction(-5, 2)), figure_text(("7", 12)), figure_text(12000)
    ('~2.33', '-2.5', '7 12', '12,000')
    >>> figure_text(Fraction(1, 720)), figure_text(Fraction(999999, 1000000))
    ('~0.00139', '~1')
    """
    if isinstance(figure, tuple):
        return " ".join(figure_text(part, words) for part in figure)
    if isinstance(figure, str):
        return printable(figure)
    number, scale = Fraction(figure), 100
    while words is None and 0 < abs(number) * scale < LEAST_COUNTING:
        scale *= 10
    shown = Fraction(round(number * scale), scale)
    text = words.money(shown) if words else plain_number(shown)
    return text if shown == number else f"~{text}"
