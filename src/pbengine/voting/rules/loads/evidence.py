"""The outcome of a count in rounds."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.outcome import Outcome, Reason
from pbengine.voting.rules.walk import withdrawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.voting.outcome import Figure
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.loads.rounds import Rounds


def outcome_of(rounds: Rounds, *, rule: str, options: Mapping[str, Figure], profile: Profile) -> Outcome:
    """Return the rounds as an outcome, with a reason for every project of the instance."""
    instance = rounds.instance
    ids = [project.id for project in instance.projects]
    known = {ids[column]: reason for column, reason in rounds.reasons.items()}
    reasons = {**known, **withdrawn(instance, profile)}
    return Outcome(
        rule=rule,
        options=MappingProxyType(dict(options)),
        funded=tuple(ids[column] for column in rounds.funded),
        cost=instance.budget - rounds.left,
        steps=tuple(rounds.steps),
        ties=rounds.ties(),
        reasons=MappingProxyType({id_: reasons.get(id_, Reason("no-votes")) for id_ in ids}),
    )
