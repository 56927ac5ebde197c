"""The rules that elect to seats against their slow twins, and what every such rule has to guarantee."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.voting import Instance, Lot, Outcome, find_rule
from pbengine.voting.instance import Project, Standing
from pbengine.voting.rules.stv.pseudo_random import pseudo_random_numbers
from tests.oracles import stv as twins
from tests.voting.ranked_files import rankings, stages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pbengine.voting.registry import OptionValue

MANY = settings(max_examples=120)
TWINS = {"scottish-stv": twins.scottish, "wigm-prf": twins.wigm, "irv": twins.instant_runoff}
TRUE_TO_SOLID_COALITIONS = ("scottish-stv", "wigm-prf", "meek-prf", "nz-meek")


@dataclass(frozen=True)
class Ward:
    """A small election: how many papers have each ranking, by names."""

    names: tuple[str, ...]
    withdrawn: frozenset[str]
    seats: int
    papers: Mapping[tuple[str, ...], int]
    lot: tuple[str, ...]

    @property
    def standing(self) -> tuple[str, ...]:
        """Those who stand, in the order of the lot."""
        return tuple(name for name in self.lot if name not in self.withdrawn)

    def each_paper(self) -> list[tuple[str, ...]]:
        return [ranking for ranking, papers in self.papers.items() for _ in range(papers)]

    def count(self, rule: str, **options: OptionValue) -> Outcome:
        projects = tuple(
            Project(name, 1, Standing.WITHDRAWN if name in self.withdrawn else Standing.STANDING) for name in self.names
        )
        columns = {tuple(map(self.names.index, ranking)): papers for ranking, papers in self.papers.items()}
        profile = rankings(len(self.names), columns)
        return find_rule(rule).tally(Instance(projects, self.seats), profile, lot=Lot(self.lot), **options)

    def votes_of(self, outcome: Outcome) -> list[twins.Votes]:
        """Return the votes of those who stand, stage by stage."""
        counted = []
        for step in stages(outcome):
            texts = step.figures["votes"]
            assert isinstance(texts, tuple)
            named = dict(zip(self.names, texts, strict=True))
            counted.append({name: Fraction(str(named[name])) for name in self.standing})
        return counted


@st.composite
def wards(draw: st.DrawFn, *, seats: st.SearchStrategy[int], most: int = 6) -> Ward:
    names = tuple("ABCDEF"[: draw(st.integers(1, most))])
    ranking = st.lists(st.sampled_from(names), unique=True).map(tuple)
    papers = draw(st.dictionaries(ranking, st.integers(1, 9), max_size=9))
    withdrawn = draw(st.frozensets(st.sampled_from(names), max_size=1)) if draw(st.booleans()) else frozenset()
    lot = tuple(draw(st.permutations(names)))
    return Ward(names, withdrawn, draw(seats), papers, lot)


@pytest.mark.parametrize("rule", TWINS)
@MANY
@given(ward=wards(seats=st.integers(0, 4)))
def test_a_rule_that_moves_papers_counts_as_its_twin_does(rule: str, ward: Ward) -> None:
    outcome = ward.count(rule)
    elected, counted = TWINS[rule](ward.standing, ward.each_paper(), ward.seats)
    assert (list(outcome.funded), ward.votes_of(outcome)) == (elected, counted)


@MANY
@given(ward=wards(seats=st.integers(1, 4)))
def test_the_reference_rule_of_meek_counts_as_its_twin_does(ward: Ward) -> None:
    outcome = ward.count("meek-prf")
    elected, counted = twins.meek_reference(ward.standing, ward.each_paper(), ward.seats)
    # The rule goes on with the votes of an iteration that elects somebody; its twin repeats them.
    repeated = [votes for place, votes in enumerate(counted) if place == 0 or votes != counted[place - 1]]
    ours = ward.votes_of(outcome)
    assert list(outcome.funded) == elected
    assert [v for p, v in enumerate(ours) if p == 0 or v != ours[p - 1]][: len(repeated)] == repeated


@pytest.mark.parametrize("rounding", ["calculator", "law"])
@MANY
@given(ward=wards(seats=st.integers(2, 4)))
def test_new_zealands_rule_counts_as_its_twin_does(rounding: str, ward: Ward) -> None:
    outcome = ward.count("nz-meek", rounding=rounding)
    papers = ward.each_paper()
    drawn = pseudo_random_numbers(len(ward.names), ward.seats, len(papers))
    ranked = [name for name in ward.standing if name in set(chain.from_iterable(papers))]
    numbers = dict(zip(ward.lot, drawn, strict=True))
    elected, counted = twins.new_zealand(ranked, papers, ward.seats, numbers, law=rounding == "law")
    ours = [{name: votes[name] for name in ranked} for votes in ward.votes_of(outcome)]
    assert (list(outcome.funded), ours) == (elected, counted)


@pytest.mark.parametrize("rule", ["scottish-stv", "wigm-prf", "irv", "nz-meek", "meek-prf"])
@given(ward=wards(seats=st.just(1)))
def test_whoever_more_than_half_rank_first_is_elected_to_the_only_seat(rule: str, ward: Ward) -> None:
    firsts = [next((name for name in paper if name in ward.standing), None) for paper in ward.each_paper()]
    cast = [name for name in firsts if name]
    outcome = ward.count(rule)
    for name in ward.standing:
        if 2 * cast.count(name) > len(cast):
            assert outcome.funded == (name,)


def coalitions(ward: Ward) -> Iterator[tuple[frozenset[str], int]]:
    """Yield each set of candidates with how many papers put all of it before everybody else."""
    papers = [[name for name in paper if name in ward.standing] for paper in ward.each_paper()]
    for size in range(1, len(ward.standing) + 1):
        for members in map(frozenset, combinations(ward.standing, size)):
            yield members, sum(frozenset(paper[:size]) == members for paper in papers)


def test_coalitions_are_found() -> None:
    ward = Ward(("A", "B", "C"), frozenset(), 2, {("A", "B"): 5, ("B", "A", "C"): 2, ("C",): 4}, ("A", "B", "C"))
    assert dict(coalitions(ward))[frozenset("AB")] == 7
    assert dict(coalitions(ward))[frozenset("C")] == 4


@pytest.mark.parametrize("rule", TRUE_TO_SOLID_COALITIONS)
@MANY
@given(ward=wards(seats=st.integers(1, 4), most=5))
def test_solid_coalitions_get_the_seats_that_their_quotas_are_for(rule: str, ward: Ward) -> None:
    outcome = ward.count(rule)
    cast = sum(any(name in ward.standing for name in paper) for paper in ward.each_paper())
    for members, papers in coalitions(ward):
        # Scotland's quota is whole votes, so that a coalition needs as many of them for each of its seats.
        droop = Fraction(cast, ward.seats + 1)
        least = droop // 1 + 1 if rule == "scottish-stv" else droop + Fraction(1, 10**4)
        quotas = min(ward.seats, papers // least)
        assert len(members & set(outcome.funded)) >= min(quotas, len(members)), (members, papers, quotas)


@pytest.mark.parametrize("rule", ["scottish-stv", "wigm-prf", "irv", "nz-meek", "meek-prf"])
@given(ward=wards(seats=st.integers(0, 4)))
def test_no_vote_is_made_or_lost(rule: str, ward: Ward) -> None:
    for step, votes in zip(stages(outcome := ward.count(rule)), ward.votes_of(outcome), strict=True):
        away = Fraction(str(step.figures["non_transferable"]))
        cast = sum(any(name in ward.standing for name in paper) for paper in ward.each_paper())
        blank = len(ward.each_paper()) - cast if rule in {"nz-meek", "meek-prf"} else 0
        assert sum(votes.values()) + away == cast + blank
        assert 0 <= Fraction(str(step.figures.get("loss", "0"))) <= away


def test_every_order_of_the_lot_gives_each_tied_candidate_the_seat_once_in_turn() -> None:
    for rule in ("scottish-stv", "wigm-prf", "irv", "nz-meek", "meek-prf"):
        won = []
        for lot in permutations("AB"):
            ward = Ward(("A", "B"), frozenset(), 1, {("A",): 3, ("B",): 3}, lot)
            won.append(ward.count(rule).funded)
            assert [tie.between for tie in ward.count(rule).ties] == [lot]
        assert sorted(won) == [("A",), ("B",)], rule
