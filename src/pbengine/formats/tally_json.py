"""The published result as one JSON document: exact numbers and identifiers are text, keys are stable."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pbengine.formats.constraints.document import constraints_document
from pbengine.formats.figures import MONEY, exact_text, figure_document, in_units, money_figures, money_text
from pbengine.formats.sentences import ENGLISH, IDENTIFIERS, NAMES, Words, sentence
from pbengine.voting.outcome import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.outcome import Figure, Outcome, Step, Tie
    from pbengine.voting.profile import Profile

Document = dict[str, Any]


def tally_document(instance: Instance, profile: Profile, outcome: Outcome, *, words: Words = ENGLISH) -> Document:
    """Return the result with all its evidence, in units of the currency and in points.

    Parameters
    ----------
    instance, profile
        what was counted.
    outcome
        what the count returned.
    words
        the language of the reasons.

    Returns
    -------
    Document
        holds no null, no float, and of whole numbers only the counts of projects and of voters.
    """
    units = instance.minor_units
    return {
        "rule": outcome.rule,
        "options": {name: figure_document(value) for name, value in sorted(outcome.options.items())},
        "exact": True,
        "ballots": str(profile.kind),
        "projects": len(instance.projects),
        "votes": profile.voters,
        "budget": money_text(instance.budget, units),
        **({"constraints": asked} if (asked := constraints_document(instance, profile)) else {}),
        "cost": money_text(outcome.cost, units),
        "funded": list(outcome.funded),
        **_amounts(outcome, units),
        "steps": [_step(step, units, money_figures(outcome.options)) for step in outcome.steps],
        "ties": [_tie(tie) for tie in outcome.ties],
        "projects_detail": _details(instance, profile, outcome, words),
    }


def _amounts(outcome: Outcome, units: int) -> Document:
    """Return what each funded project gets, where some get another amount than their cost."""
    if not outcome.amounts:
        return {}
    return {"amounts": {id_: money_text(amount, units) for id_, amount in outcome.amounts.items()}}


def _step(step: Step, units: int, money: frozenset[str]) -> Document:
    subject = {} if step.project is None else {"project": step.project}
    return {"action": str(step.action), **subject, **_figures(step.figures, units, money)}


def _tie(tie: Tie) -> Document:
    return {"between": list(tie.between), "settled": str(tie.settled), "chosen": tie.chosen, "effect": tie.effect}


def _figures(figures: Mapping[str, Figure], units: int, money: frozenset[str] = MONEY) -> Document:
    return {name: figure_document(figure) for name, figure in in_units(figures, units, money=money).items()}


def _details(instance: Instance, profile: Profile, outcome: Outcome, words: Words) -> Document:
    """Return for each project, in ballot order, what it costs, what it got and why it is funded or not."""
    units, funded = instance.minor_units, frozenset(outcome.funded)
    details: Document = {}
    for project, votes, score in zip(
        instance.projects, profile.votes().tolist(), profile.scores().tolist(), strict=True
    ):
        reason = outcome.reasons[project.id]
        said = Reason(reason.code, in_units(reason.figures, units))
        details[project.id] = {
            "funded": project.id in funded,
            "cost": money_text(project.cost, units),
            "votes": str(votes),
            "score": exact_text(Fraction(score, profile.points_scale)),
            "reason": sentence(said, profile.kind, words=words),
            "reason_code": reason.code,
            "figures": _figures(reason.figures, units),
        }
    return details


def read_reason(detail: Mapping[str, Any]) -> Reason:
    """Return the reason of a project as it stands in the document, so that it can be said in another language.

    Examples
    --------
    >>> read_reason({"reason_code": "below-threshold", "figures": {"score": "12.5", "threshold": "20"}})
    Reason(code='below-threshold', figures={'score': Fraction(25, 2), 'threshold': Fraction(20, 1)})
    """
    return Reason(detail["reason_code"], {name: _read_figure(name, text) for name, text in detail["figures"].items()})


def _read_figure(name: str, text: str | list[Any]) -> Figure:
    """Return a number as a Fraction, an identifier as text, a list as a tuple."""
    if isinstance(text, list):
        return tuple(_read_figure(name, part) for part in text)
    try:
        return text if name in IDENTIFIERS | NAMES else Fraction(text)
    except ValueError:
        return text
