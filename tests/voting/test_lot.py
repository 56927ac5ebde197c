import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.voting.errors import LotError
from pbengine.voting.instance import Instance, Project
from pbengine.voting.lot import Lot, ballot_order, lot_from_seed

THREE = Instance((Project("a", 1), Project("b", 1), Project("c", 1)), budget=1)


def test_the_ballots_own_order_is_a_lot() -> None:
    assert ballot_order(THREE).places(THREE) == (0, 1, 2)


@pytest.mark.parametrize("order", [("a", "b"), ("a", "b", "b"), ("a", "b", "c", "c"), ("a", "b", "x"), ()])
def test_a_lot_that_does_not_name_every_project_once_is_refused(order: tuple[str, ...]) -> None:
    with pytest.raises(LotError):
        Lot(order).places(THREE)


@given(st.binary(min_size=32, max_size=32), st.sets(st.text(), min_size=1))
def test_the_order_of_the_ids_does_not_change_a_drawn_lot(seed: bytes, ids: set[str]) -> None:
    listed = sorted(ids)
    assert lot_from_seed(seed, listed) == lot_from_seed(seed, reversed(listed))
    assert sorted(lot_from_seed(seed, listed).order) == listed
