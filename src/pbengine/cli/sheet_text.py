"""An election to seats for people: who is elected and why, and the count sheet, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from pbengine.cli.counting import words_for
from pbengine.cli.output import heading, printable, shortened, width, wrapped
from pbengine.cli.tally_text import write_projects, write_rule, write_steps, write_ties
from pbengine.formats.count_sheet import ranking_of, stages_of
from pbengine.formats.figures import exact_text, figure_document
from pbengine.voting.outcome import Action

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pbengine.formats.count_sheet import Stage
    from pbengine.formats.elections import Election
    from pbengine.voting.outcome import Outcome

LONGEST_NAME, SHORTEST_NAME, GAP = 24, 14, 2
NARROWEST_STAGE = 12
GONE = "-"
HEADS = {Action.COUNT: "count", Action.TRANSFER: "surplus", Action.EXCLUDE: "exclusion"}


def write_sheet(title: str, election: Election, outcome: Outcome, *, lot: str) -> None:
    """Write the whole count; ``title`` is the file's name where there are several."""
    words = words_for(election)
    stages = stages_of(election.instance, outcome)
    if title:
        heading(title)
    if election.title:
        click.secho(wrapped(printable(election.title)), bold=True)
    _write_answer(election, outcome, stages)
    write_rule(outcome, lot)
    _write_ranking(election, outcome)
    write_projects(election, outcome, words)
    write_ties(election, outcome)
    if stages:
        heading("Stages")
        _write_stages(election, stages)
    else:
        write_steps(election, outcome, words)


def _write_answer(election: Election, outcome: Outcome, stages: Sequence[Stage]) -> None:
    names = ", ".join(printable(election.called[id_]) for id_ in outcome.funded) or "nobody"
    seats, candidates = election.instance.budget, len(election.instance.projects)
    click.secho(wrapped(f"Elected: {names}."), bold=True)
    quotas = [figure_document(stage.figures["quota"]) for stage in stages if "quota" in stage.figures]
    quota = f" The quota is {quotas[-1]}{' in the end' if len(set(map(str, quotas))) > 1 else ''}." if quotas else ""
    click.echo(
        wrapped(
            f"{seats:,} {'seat' if seats == 1 else 'seats'}, {candidates:,} candidates, "
            f"{election.profile.voters:,} ballots.{quota}"
        )
    )


def _write_ranking(election: Election, outcome: Outcome) -> None:
    if ranking := ranking_of(outcome):
        click.echo(wrapped(f"Ranking: {', '.join(printable(election.called[id_]) for id_ in ranking)}."))


@dataclass(frozen=True, slots=True)
class _Column:
    """One stage of the table: its heading, the votes of each candidate, what is not transferable, and the total."""

    heads: tuple[str, str]
    votes: Mapping[str, str]
    rest: str
    total: str

    @classmethod
    def of(cls, number: int, stage: Stage, gone: Collection[str]) -> _Column:
        """Return the column of a stage; who is gone, withdrawn or excluded, has a dash."""
        rest = str(stage.figures.get("non_transferable", ""))
        votes = {id_: GONE if id_ in gone else text for id_, text in stage.votes.items()}
        total = sum((Fraction(text) for text in (*stage.votes.values(), rest) if text), Fraction(0))
        return cls((f"stage {number}", HEADS[stage.action]), votes, rest, exact_text(total))

    @property
    def cells(self) -> tuple[str, ...]:
        """Everything that needs room."""
        return (*self.heads, *self.votes.values(), self.rest, self.total)


def _write_table(election: Election, columns: Sequence[_Column], named: int, wide: int) -> None:
    def line(name: str, cells: Iterable[str]) -> str:
        return f"{shortened(name, named):<{named}}" + "".join(f"{cell:>{wide + GAP}}" for cell in cells)

    click.echo()
    click.secho(line("", (column.heads[0] for column in columns)), bold=True)
    click.echo(line("", (column.heads[1] for column in columns)))
    for id_, name in election.called.items():
        click.echo(line(printable(name), (column.votes[id_] for column in columns)))
    if any(column.rest for column in columns):
        click.echo(line("not transferable", (column.rest for column in columns)))
    click.echo(line("total", (column.total for column in columns)))


def _write_stages(election: Election, stages: Sequence[Stage]) -> None:
    """Write what happened at each stage, then tables of as many stages side by side as there is room for."""
    digits = len(str(len(stages)))
    for number, stage in enumerate(stages, 1):
        click.echo(wrapped(f"{number:>{digits}}. {_told(election, stage)}", rest=" " * (digits + 2)))
    gone = {project.id for project in election.instance.projects} - {p.id for p in election.instance.standing}
    columns = []
    for number, stage in enumerate(stages, 1):
        gone |= set(stage.excluded)
        columns.append(_Column.of(number, stage, gone))
    wide = max(NARROWEST_STAGE, *(len(text) for column in columns for text in column.cells))
    named = min(LONGEST_NAME, max(SHORTEST_NAME, *map(len, election.called.values())))
    room = max(1, (width() - named) // (wide + GAP))
    for first in range(0, len(columns), room):
        _write_table(election, columns[first : first + room], named, wide)


def _told(election: Election, stage: Stage) -> str:
    """Return a stage in words: whose votes moved, why, and who is elected by it."""
    names = {id_: printable(name) for id_, name in election.called.items()}
    if stage.action is Action.TRANSFER and stage.candidate is not None:
        surplus = stage.figures.get("surplus")
        amount = f" of {figure_document(surplus)}" if surplus is not None else ""
        told = f"The surplus{amount} of {names[stage.candidate]} is transferred."
    elif stage.excluded:
        told = f"{_and([names[id_] for id_ in stage.excluded])} excluded; the votes are transferred."
    else:
        told = "Votes are counted." if stage.figures.get("keep") else "First preferences."
    if stage.elected:
        told += f" Elected: {', '.join(names[id_] for id_ in stage.elected)}."
    return told


def _and(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last} are" if first else f"{last} is"
