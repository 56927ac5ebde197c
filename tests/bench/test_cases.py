"""The table of the benchmark fits the engine, and its page says what was measured."""

from pathlib import Path

import pytest

from bench.cases import CASES, Case
from bench.contenders import OURS, Result
from bench.elections import ELECTIONS
from bench.report import Compared, page
from pbengine.voting import find_rule

SCRIPTS = Path(__file__).resolve().parents[2] / "bench" / "peers"
CASE = Case("warsaw", "greedy", peers=("pabutools",), aims=(("rule", 0.01), ("memory", 50)))


def result(engine: str, winners: set[str], *, seconds: float = 1.0, rule: float = 0.5) -> Result:
    return Result(engine, seconds, seconds, 100.0, 0.1, rule, rule, (frozenset(winners),))


def written(*results: Result, left_out: tuple[tuple[str, str], ...] = ()) -> str:
    return page([Compared(CASE, results, left_out)], None, runs=3, limit=60.0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_is_of_an_election_that_is_there_a_rule_that_takes_its_options_and_peers_with_a_script(
    case: Case,
) -> None:
    assert case.election in ELECTIONS
    find_rule(case.rule).settings(case.options)
    peers = {*case.peers, *(peer for peer, _ in case.slow)}
    assert [peer for peer in peers if not (SCRIPTS / f"timed_{peer}.py").is_file()] == []


def test_no_two_cases_have_one_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def test_an_aim_is_met_or_missed_by_what_was_measured() -> None:
    text = written(result(OURS, {"a"}, rule=0.004))
    assert "| warsaw | greedy | rule alone | 0.01 s | 4 ms | met |" in text
    assert "| warsaw | greedy | memory of the whole command | 50 MB | 100 MB | **missed** |" in text


def test_a_peer_stands_beside_us_in_ratios_and_other_winners_are_named() -> None:
    text = written(result(OURS, {"a", "b"}), result("pabutools", {"a", "c"}, seconds=3.0, rule=0.25))
    assert (
        "|  | pabutools | 3.00 s (3.00 s) | 100 MB | 0.100 s | 0.250 s (0.250 s) | 3.0 | 0.5 | 1.0 | **no** |" in text
    )
    assert "- pabutools, greedy: other winners; only pbengine b, only pabutools c." in text


def test_what_does_not_end_is_told_as_more_than_it_was_given() -> None:
    late = Result("pabutools", 60.0, 59.0, 900.0, 10.0, late=True)
    text = written(result(OURS, {"a"}), late)
    assert "|  | pabutools | > 60.00 s (59.00 s) | 900 MB | 10.00 s | > 50.00 s | > 60.0 | > 100 |  |  |" in text


def test_who_refuses_or_is_left_out_is_told_with_the_reason() -> None:
    text = written(
        result(OURS, {"a"}),
        Result("pabutools", 1.0, 1.0, 90.0, fault="ValueError: no\nmore"),
        left_out=(("votekit", "an hour"),),
    )
    assert "- \\* pabutools, greedy: ValueError: no\n" in text
    assert "- votekit, greedy: left out, as it is expected to need an hour (`--slow` measures it)." in text
