from pbengine.voting.outcome import Action, Outcome, Step


def test_a_replacement_drops_what_was_funded_before_it() -> None:
    steps = (Step(Action.FUND, "a"), Step(Action.REPLACE), Step(Action.FUND, "b"), Step(Action.STOP, "c"))
    outcome = Outcome("made", {}, ("b",), 1, steps, (), {})
    assert outcome.replay() == outcome.funded
