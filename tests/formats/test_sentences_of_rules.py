"""Every reason that a rule gives can be said with the figures that it gives, under whatever constraints it carries."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.formats.figures import in_units
from pbengine.formats.sentences import sentence
from pbengine.voting.outcome import Reason
from pbengine.voting.registry import Rule, rules
from tests.voting.made_elections import elections

RULES = pytest.mark.parametrize("counted_rule", rules(), ids=lambda entry: entry.id)


@RULES
@settings(max_examples=60)
@given(data=st.data())
def test_every_reason_of_a_rule_is_said_with_its_own_figures(counted_rule: Rule, data: st.DataObject) -> None:
    election = data.draw(elections(counted_rule))
    outcome = election.count(counted_rule)
    for reason in outcome.reasons.values():
        said = sentence(Reason(reason.code, in_units(reason.figures, 100)), election.kind)
        assert said.endswith(".")
        assert "%" not in said
