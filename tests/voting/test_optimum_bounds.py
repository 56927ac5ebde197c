"""A bound of a program holds whatever multipliers a solver gives: checked on every choice of small programs."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.voting.optimum.program import Program, whole
from pbengine.voting.optimum.search import Aim, Found, Search, _fix

SIZES = st.sampled_from([1, 1, 10**6, 10**15, 10**22])
MULTIPLIERS = (
    st.sampled_from([0.0, 0.5, 1.0, 1e-12, 1e300, float("inf"), float("nan")]) | st.floats(0, 10) | st.floats(0, 1e12)
)


@st.composite
def programs(draw: st.DrawFn) -> tuple[Program, list[int]]:
    count, size = draw(st.integers(1, 5)), draw(SIZES)
    numbers = st.integers(-9, 9).map(lambda number: number * size + (number > 0))
    rows = draw(st.lists(st.lists(numbers, min_size=count, max_size=count), min_size=1, max_size=4))
    limits = draw(st.lists(st.integers(-5, 20), min_size=len(rows), max_size=len(rows)))
    objective = draw(st.lists(numbers, min_size=count, max_size=count))
    terms = tuple(dict(enumerate(row)) for row in rows)
    return Program(count, (), terms, tuple(limit * size for limit in limits)), objective


def choices(program: Program) -> list[tuple[int, ...]]:
    """Return every choice that keeps the rows."""
    return [
        choice
        for choice in product((0, 1), repeat=program.decisions)
        if all(
            sum(factor * choice[column] for column, factor in terms.items()) <= limit
            for terms, limit in zip(program.rows, program.limits, strict=True)
        )
    ]


def value(objective: list[int], choice: tuple[int, ...]) -> int:
    return sum(worth * taken for worth, taken in zip(objective, choice, strict=True))


@settings(max_examples=500)
@given(programs(), st.data())
def test_any_multipliers_prove_a_bound_and_fix_only_what_is_sure(
    made: tuple[Program, list[int]], data: st.DataObject
) -> None:
    program, objective = made
    multipliers = np.array([data.draw(MULTIPLIERS) for _ in program.rows])
    lower, upper = np.zeros(program.columns, dtype=np.int64), np.ones(program.columns, dtype=np.int64)
    bound = program.bound(whole(objective), multipliers, lower, upper)
    allowed = choices(program)
    assert all(value(objective, choice) <= bound.whole for choice in allowed)
    assert not (allowed and program.proves_empty(multipliers, lower, upper))
    wanted = min(bound.whole, max((value(objective, choice) for choice in allowed), default=0))
    _fix(bound, wanted, lower, upper)
    for choice in allowed:
        if value(objective, choice) >= wanted:
            assert all(low <= taken <= high for low, taken, high in zip(lower, choice, upper, strict=True))


@settings(max_examples=300)
@given(programs())
def test_the_search_finds_what_trying_all_finds(made: tuple[Program, list[int]]) -> None:
    program, objective = made
    allowed = {tuple(np.flatnonzero(choice).tolist()): value(objective, choice) for choice in choices(program)}
    search = Search(program, whole(objective), allowed.get)
    best = search.best()
    assert (None if best is None else best.value) == max(allowed.values(), default=None)
    if best is None:
        return
    level = {chosen for chosen, worth in allowed.items() if worth == best.value}
    assert {found.chosen for found in search.collect(best.value, 32)} == level
    first = search.reaching(best.value, Aim.FIRST)
    assert first == Found(best.value, min(level, key=lambda one: [column not in one for column in range(9)]))
