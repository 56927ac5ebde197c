import itertools
from fractions import Fraction

import pytest

from pbengine.web.charts import Look, Row, bar_chart, nice_ticks, stack_chart


@pytest.mark.parametrize("top", [0, 1, 7, 10, 99, 100, 101, 1204, 999_999, Fraction(7, 2)])
def test_ticks_are_round_start_at_zero_and_reach_the_top(top: int | Fraction) -> None:
    ticks = nice_ticks(top)
    steps = {later - earlier for earlier, later in itertools.pairwise(ticks)}
    assert ticks[0] == 0
    assert ticks[-1] >= top
    assert len(steps) == 1
    assert str(steps.pop()).rstrip("0") in {"1", "2", "5"}
    assert 2 <= len(ticks) <= 5


def test_bars_are_drawn_to_scale_from_zero() -> None:
    chart = bar_chart([Row("a", 50, "50"), Row("b", 200, "200"), Row("c", 0, "0")], [(0, "0"), (250, "250")])
    assert [bar.length for bar in chart.bars] == ["20", "80", "0"]
    assert [mark.at for mark in chart.marks] == ["0", "100"]


def test_a_chart_of_nothing_is_empty() -> None:
    assert bar_chart([]).bars == ()
    assert stack_chart([], 100).rest == "100"


def test_a_stack_is_as_long_as_its_limit() -> None:
    chart = stack_chart([Row("a", 25, "25"), Row("b", 50, "50")], 100)
    assert [(bar.start, bar.length) for bar in chart.bars] == [("0", "25"), ("25", "50")]
    assert (chart.limit, chart.rest) == ("100", "25")


def test_a_stack_over_its_limit_shows_where_the_limit_was() -> None:
    chart = stack_chart([Row("a", 150, "150"), Row("b", 50, "50", Look.OVER)], 100)
    assert [(bar.start, bar.length) for bar in chart.bars] == [("0", "75"), ("75", "25")]
    assert (chart.limit, chart.rest) == ("50", "0")
