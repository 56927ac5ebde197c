import pytest

from pbengine.voting.errors import InstanceError
from pbengine.voting.instance import Instance, Project, Standing


def test_withdrawn_projects_keep_their_column_and_are_not_standing() -> None:
    instance = Instance((Project("a", 1, Standing.WITHDRAWN), Project("b", 2)), budget=5)
    assert dict(instance.position) == {"a": 0, "b": 1}
    assert instance.standing == (Project("b", 2),)


def test_every_fault_of_an_instance_is_named_at_once() -> None:
    with pytest.raises(InstanceError) as caught:
        Instance((Project("a", -1), Project("a", 2)), budget=-5, minor_units=0)
    assert caught.value.faults == (
        "project 'a' stands twice on the ballot",
        "project 'a' has a negative cost (-1)",
        "the budget is negative (-5)",
        "one unit of the currency has 0 minor units; it needs at least 1",
    )
