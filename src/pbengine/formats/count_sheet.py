"""An election to seats as returning officers write it down: who is elected, the quota, every stage with its votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pbengine.formats.figures import figure_document
from pbengine.voting.outcome import Action, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.outcome import Outcome, Step

STAGES = frozenset({Action.COUNT, Action.TRANSFER, Action.EXCLUDE})
COLUMNS = ("votes", "keep")
"""Figures of a stage that have one entry a candidate, in the order of the instance."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, with whoever was deemed elected at its end.

    ``votes`` are those at the end of the stage, by id; ``figures`` are all the others, as the rule has them.
    """

    action: Action
    candidate: str | None
    votes: Mapping[str, str]
    figures: Mapping[str, Figure]
    elected: tuple[str, ...]

    @property
    def excluded(self) -> tuple[str, ...]:
        """Whose papers moved in this stage because they were excluded."""
        several = self.figures.get("excluded")
        if isinstance(several, tuple):
            return tuple(map(str, several))
        return (self.candidate,) if self.action is Action.EXCLUDE and self.candidate is not None else ()


def stages_of(instance: Instance, outcome: Outcome) -> tuple[Stage, ...]:
    """Return the stages of a count; none where the rule has no stages with the votes of every candidate.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> from pbengine.voting.rules.scottish_stv import scottish_stv
    >>> ward = Instance.for_seats(["Ada", "Ben", "Cleo"], seats=1)
    >>> papers = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0], [0], [1], [1], [2, 0]])
    >>> for stage in stages_of(ward, scottish_stv(ward, papers, lot=ballot_order(ward))):
    ...     print(stage.action, stage.candidate, stage.votes["Ada"], stage.elected, stage.excluded)
    count None 2.00000 () ()
    exclude Cleo 3.00000 ('Ada',) ('Cleo',)
    """
    return tuple(_stages(instance, outcome.steps))


def _stages(instance: Instance, steps: tuple[Step, ...]) -> Iterator[Stage]:
    ids = [project.id for project in instance.projects]
    last: Step | None = None
    elected: list[str] = []
    for step in steps:
        if step.action is Action.ELECT and step.project is not None:
            elected.append(step.project)
        if step.action in STAGES and _is_column(step.figures.get("votes"), len(ids)):
            if last is not None:
                yield _stage(ids, last, elected)
            last, elected = step, []
    if last is not None:
        yield _stage(ids, last, elected)


def _stage(ids: list[str], step: Step, elected: list[str]) -> Stage:
    others = {name: figure for name, figure in step.figures.items() if name != "votes"}
    return Stage(step.action, step.project, _by_id(ids, step.figures["votes"]), others, tuple(elected))


def _is_column(figure: Figure | None, candidates: int) -> bool:
    return isinstance(figure, tuple) and len(figure) == candidates


def _by_id(ids: list[str], column: Figure) -> dict[str, str]:
    texts = column if isinstance(column, tuple) else ()
    return {id_: str(figure_document(text)) for id_, text in zip(ids, texts, strict=True)}


def ranking_of(outcome: Outcome) -> tuple[str, ...]:
    """Return the order of all candidates, first the best, where the rule gives one."""
    for step in outcome.steps:
        if step.action is Action.RANK and isinstance(ranking := step.figures.get("ranking"), tuple):
            return tuple(map(str, ranking))
    return ()


def sheet_document(instance: Instance, outcome: Outcome, called: Mapping[str, str]) -> dict[str, Any]:
    """Return the sheet for JSON, candidates by what they are called.

    ``elected`` is in the order of election; ``quota`` stands there if the rule has one, and is that of the last stage;
    ``stages`` stand there if it has stages, ``ranking`` if it ranks all candidates.
    """
    stages = stages_of(instance, outcome)
    quotas = [stage.figures["quota"] for stage in stages if "quota" in stage.figures]
    ranking = ranking_of(outcome)
    return {
        "elected": [called[id_] for id_ in outcome.funded],
        **({"quota": figure_document(quotas[-1])} if quotas else {}),
        **({"stages": [_stage_document(stage, called) for stage in stages]} if stages else {}),
        **({"ranking": [called[id_] for id_ in ranking]} if ranking else {}),
    }


def _stage_document(stage: Stage, called: Mapping[str, str]) -> dict[str, Any]:
    ids = list(stage.votes)
    figures: dict[str, Any] = {}
    for name, figure in stage.figures.items():
        if name in COLUMNS and _is_column(figure, len(ids)):
            figures[name] = {called[id_]: text for id_, text in _by_id(ids, figure).items()}
        elif name not in ("excluded", "stage"):
            figures[name] = figure_document(figure)
    return {
        "action": str(stage.action),
        **({"candidate": called[stage.candidate]} if stage.candidate is not None else {}),
        "votes": {called[id_]: text for id_, text in stage.votes.items()},
        **figures,
        "elected": [called[id_] for id_ in stage.elected],
        "excluded": [called[id_] for id_ in stage.excluded],
    }
