"""Exclusions, dependencies and caps: what is admitted beside what is funded, and whom that may concern."""

import numpy as np

from pbengine.voting.constraints import Band, Constraints
from pbengine.voting.instance import Instance, Project
from pbengine.voting.rules.admission import Admission, Bar, Barrier
from tests.voting.shares_elections import bound


def constrained(constraints: Constraints, *costs: int) -> Admission:
    projects = tuple(Project(f"p{column}", cost) for column, cost in enumerate(costs))
    return Admission(Instance(projects, budget=100, constraints=constraints))


def said(bar: Bar | None) -> tuple[object, ...] | None:
    return None if bar is None else (bar.barrier.value, dict(bar.figures), bar.is_final)


def test_of_projects_that_exclude_each_other_the_first_funded_is_the_rival() -> None:
    admission = constrained(Constraints(exclusions=(("p0", "p1"), ("p0", "p2"))), 1, 1, 1)
    assert said(admission.bar(1, [])) is None
    assert said(admission.bar(1, [2])) is None
    assert said(admission.bar(0, [2, 1])) == ("excluded-by", {"rival": "p2"}, True)


def test_a_project_waits_for_everything_that_it_needs() -> None:
    admission = constrained(Constraints(dependencies=(("p0", "p1"), ("p0", "p2"))), 1, 1, 1)
    assert said(admission.bar(0, [])) == ("waits-for", {"needs": ("p1", "p2")}, False)
    assert said(admission.bar(0, [1])) == ("waits-for", {"needs": ("p2",)}, False)
    assert said(admission.bar(0, [2, 1])) is None


def test_a_cap_may_be_reached_but_not_passed() -> None:
    band = Band("green", ("p0", "p1", "p2"), cap=10)
    admission = constrained(Constraints(bands=(band, Band("all", ("p0", "p3"), floor=5))), 6, 4, 5, 90)
    assert said(admission.bar(1, [0])) is None
    assert said(admission.bar(2, [3, 0])) == ("over-cap", {"band": "green", "cap": 10, "spent": 6}, True)
    assert said(admission.bar(0, [3])) is None


def test_what_is_dearer_than_its_cap_is_out_from_the_start() -> None:
    admission = constrained(Constraints(bands=(Band("green", ("p0",), cap=5),)), 6)
    assert said(admission.bar(0, [])) == ("over-cap", {"band": "green", "cap": 5, "spent": 0}, True)


def test_only_what_is_touched_changes_and_what_is_final_stays() -> None:
    rng = np.random.default_rng(41)
    changes = 0
    for _ in range(200):
        costs = rng.integers(0, 9, 6).tolist()
        admission = constrained(bound(costs, rng), *costs)
        order = rng.permutation(6).tolist()
        for place, column in enumerate(order):
            before, after = order[:place], order[: place + 1]
            for other in order[place + 1 :]:
                earlier, later = admission.bar(other, before), admission.bar(other, after)
                if (earlier and earlier.barrier) != (later and later.barrier):
                    changes += 1
                    assert other in admission.touched(column)
                if earlier is not None and earlier.is_final:
                    assert later is not None
                    assert later.is_final
    assert changes > 100


def test_the_barriers_are_codes_of_reasons() -> None:
    assert [str(barrier) for barrier in Barrier] == ["excluded-by", "over-cap", "waits-for"]
