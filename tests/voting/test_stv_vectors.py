"""Instant runoffs of record, a Scottish ward rebuilt from its sheet, and ties, each with its outcome worked out."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from bench.generated_rankings import generated_rankings
from pbengine.voting import Instance, Lot, Outcome, ballot_order, find_rule
from pbengine.voting.registry import OptionValue
from pbengine.voting.rules.wigm_prf import transfer_weights
from tests.voting.ranked_files import rankings, stages, votes

Papers = dict[tuple[str, ...], int]


def count(rule: str, names: Sequence[str], seats: int, papers: Papers, **options: OptionValue) -> Outcome:
    """Count rankings by names; the order of the names is the lot."""
    columns = {tuple(map(list(names).index, ranking)): weight for ranking, weight in papers.items()}
    instance = Instance.for_seats(names, seats)
    return find_rule(rule).tally(instance, rankings(len(names), columns), lot=Lot(tuple(names)), **options)


def table(outcome: Outcome) -> list[list[int]]:
    return [[int(value) for value in votes(step)] for step in stages(outcome)]


DUMFRIES: Papers = {
    ("Berretti", "Dempster", "Jamieson"): 635,
    ("Berretti", "Thornton", "Jamieson"): 8,
    ("Berretti", "Dempster", "Thornton", "Wood"): 19,
    ("Berretti", "Thornton"): 12,
    ("Berretti", "Wood"): 20,
    ("Berretti", "Dempster"): 467,
    ("Dempster", "Berretti", "Jamieson"): 407,
    ("Dempster", "Thornton", "Jamieson"): 32,
    ("Dempster", "Thornton", "Wood"): 98,
    ("Dempster", "Thornton"): 61,
    ("Dempster", "Wood"): 128,
    ("Dempster",): 361,
    ("Jamieson",): 504,
    ("Thornton", "Berretti", "Jamieson"): 30,
    ("Thornton", "Wood"): 486,
    ("Thornton",): 75,
    ("Wood",): 629,
}
"""The only numbers of papers that give the sheet of ward 7, 2022; whom a paper passes over is made up."""


def test_a_ward_in_which_two_are_elected_at_once_is_as_its_sheet_has_it() -> None:
    outcome = count("scottish-stv", ["Berretti", "Dempster", "Jamieson", "Thornton", "Wood"], 3, DUMFRIES)
    counted = [step.figures for step in stages(outcome)]
    assert [figures["votes"] for figures in counted] == [
        ("1161.00000", "1087.00000", "504.00000", "591.00000", "629.00000"),
        ("994.00000", "1087.00000", "595.33840", "596.60976", "631.87680"),
        ("994.00000", "994.00000", "630.15725", "612.94981", "642.82720"),
        ("994.00000", "994.00000", "664.04557", "0.00000", "1139.94406"),
    ]
    away = ["0.00000", "67.17504", "98.06574", "180.01037"]
    assert [figures["non_transferable"] for figures in counted] == away
    # 67.17328, 30.88355 and 81.94463 went to nobody; the rest of what is away was lost by rounding down
    assert [figures["loss"] for figures in counted] == ["0.00000", "0.00176", "0.00891", "0.00891"]
    assert [figures.get("papers_non_transferable") for figures in counted] == [None, 467, 361, 148]
    assert outcome.funded == ("Berretti", "Dempster", "Wood")
    assert [reason.figures.get("stage") for reason in outcome.reasons.values()] == [1, 1, None, 3, 4]


def burlington(folder: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the rankings, each cut off where two candidates share a rank."""
    for line in (folder / "burlington2009" / "burl2009.abif").read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"(\d+):(.*)", line):
            ranks = found[2].split(">")
            strict = next((place for place, rank in enumerate(ranks) if "=" in rank), len(ranks))
            yield tuple(ranks[:strict]), int(found[1])


def summed(entries: Iterator[tuple[tuple[str, ...], int]]) -> Papers:
    papers: Counter[tuple[str, ...]] = Counter()
    for ranking, weight in entries:
        papers[ranking] += weight
    return dict(papers)


def test_burlington_2009_elects_kiss(shared_data: Path) -> None:
    names = ["Kiss", "Montroll", "Simpson", "Smith", "Wright", "Write-in"]
    papers = summed(burlington(shared_data / "ranked" / "vectors"))
    assert sum(papers.values()) == 8980
    outcome = count("irv", names, 1, papers)
    rounds = table(outcome)
    assert rounds[0] == [2585, 2063, 35, 1306, 2951, 36]
    assert rounds[-2] == [2981, 2554, 0, 0, 3294, 0]
    assert rounds[-1] == [4313, 0, 0, 0, 4060, 0]
    assert outcome.funded == ("Kiss",)
    batched = count("irv", names, 1, papers, elimination="batch")
    assert (table(batched)[-2:], batched.funded) == (rounds[-2:], outcome.funded)
    assert stages(batched)[1].figures["excluded"] == ("Simpson", "Write-in", "Smith")


def test_alaska_2022_elects_peltola(shared_data: Path) -> None:
    file = shared_data / "ranked" / "vectors" / "alaska2022" / "special_election_v1.ignore_ambig.3candCm1.profile"
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [re.fullmatch(r"\((.*)\) : (\d+)", line) for line in lines[3:]]
    papers = {tuple(entry[1].split(",")): int(entry[2]) for entry in found if entry}
    outcome = count("irv", lines[0].split(","), 1, papers)
    assert sum(papers.values()) == 188_581
    assert table(outcome) == [[53_810, 58_972, 75_799], [0, 86_042, 91_276]]
    assert stages(outcome)[-1].figures["non_transferable"] == "11263"
    assert outcome.funded == ("Peltola_ Mary S.",)


def minneapolis(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the three ranks of each paper as they were marked."""
    with zipfile.ZipFile(folder / "minneapolis" / "2017_minneapolis_mayor" / "2017_minneapolis_mayor_cvr.xlsx") as book:
        shared = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    for row in re.findall(r"<row .*?</row>", sheet)[1:]:
        yield tuple(shared[int(cell)] for cell in re.findall(r'<c r="[BCD]\d+"[^>]*t="s"><v>(\d+)</v>', row))


def as_the_city_reads(marks: tuple[str, ...]) -> tuple[str, ...]:
    """Skip blanks and double marks."""
    return tuple(dict.fromkeys(mark for mark in marks if mark not in ("undervote", "overvote")))


def with_one_skip(marks: tuple[str, ...]) -> tuple[str, ...]:
    """End a ranking at the second blank on end."""
    blanks = "".join("-" if mark == "undervote" else "x" for mark in marks)
    return as_the_city_reads(marks[: blanks.index("--")] if "--" in blanks else marks)


@pytest.fixture(scope="module")
def marked(shared_data: Path) -> Counter[tuple[str, ...]]:
    return Counter(minneapolis(shared_data / "ranked" / "vectors"))


FREY = ["Jacob Frey", "Tom Hoch", "Betsy Hodges", "Raymond Dehn", "Nekima Levy-Pounds"]


def test_minneapolis_2017_elects_frey_as_the_city_counted(marked: Counter[tuple[str, ...]]) -> None:
    papers = summed((as_the_city_reads(marks), weight) for marks, weight in marked.items())
    names = FREY + sorted({name for ranking in papers for name in ranking} - set(FREY))
    assert sum(papers.values()) == 105_928
    for elimination in ("one", "batch"):
        outcome = count("irv", names, 1, papers, elimination=elimination)
        first, last = stages(outcome)[0], stages(outcome)[-1]
        assert [int(value) for value in votes(first)[:5]] == [26_116, 20_125, 18_915, 18_101, 15_716]
        assert sum(votes(first)) == 104_522
        assert [int(value) for value in votes(last)[:5]] == [46_716, 0, 0, 34_971, 0]
        assert last.figures["non_transferable"] == "22835"
        assert outcome.funded == ("Jacob Frey",)


def test_minneapolis_2017_with_the_options_of_rctab_is_as_its_report(marked: Counter[tuple[str, ...]]) -> None:
    papers = summed((with_one_skip(marks), weight) for marks, weight in marked.items())
    names = [*FREY, *sorted({name for ranking in papers for name in ranking} - set(FREY))]
    outcome = count("irv", names, 1, papers, elimination="batch")
    first, last = stages(outcome)[0], stages(outcome)[-1]
    assert [int(value) for value in votes(first)[:5]] == [26_104, 20_122, 18_905, 18_100, 15_715]
    assert (first.figures["quota"], last.figures["quota"]) == ("52243", "40838")
    # its report excludes undeclared write-ins in a round of their own, before the first batch: six rounds in all
    assert [[int(value) for value in votes(step)[:5]] for step in stages(outcome)[1:]] == [
        [26_738, 20_909, 19_457, 18_573, 16_188],
        [29_468, 22_751, 23_501, 24_027, 0],
        [39_356, 0, 26_865, 27_357, 0],
        [46_704, 0, 0, 34_970, 0],
    ]


TENNESSEE: Papers = {
    ("Memphis", "Nashville", "Chattanooga", "Knoxville"): 42,
    ("Nashville", "Chattanooga", "Knoxville", "Memphis"): 26,
    ("Chattanooga", "Knoxville", "Nashville", "Memphis"): 15,
    ("Knoxville", "Chattanooga", "Nashville", "Memphis"): 17,
}


def test_each_option_of_the_runoff_does_what_it_says() -> None:
    names = ["Memphis", "Nashville", "Chattanooga", "Knoxville"]
    assert table(count("irv", names, 1, TENNESSEE)) == [[42, 26, 15, 17], [42, 26, 0, 32], [42, 0, 0, 58]]
    early = {**TENNESSEE, ("Memphis",): 20}
    assert len(table(count("irv", names, 1, early))) == 1
    assert table(count("irv", names, 1, early, stop="last-two")) == [[62, 26, 15, 17], [62, 26, 0, 32], [62, 0, 0, 58]]
    brief: Papers = {("Memphis",): 40, ("Nashville",): 30, ("Knoxville",): 20, ("Chattanooga",): 10}
    assert len(table(count("irv", names, 1, brief))) == 3
    outcome = count("irv", names, 1, brief, threshold="first-round")
    assert table(outcome)[-1] == [40, 0, 0, 0]
    assert (outcome.funded, outcome.reasons["Memphis"].code) == (("Memphis",), "elected-last")
    assert count("irv", names, 2, TENNESSEE).funded == ("Knoxville", "Memphis")


def test_a_batch_is_excluded_only_where_nothing_can_save_it_and_enough_remain() -> None:
    level: Papers = {("A",): 5, ("B",): 3, ("C",): 2, ("D",): 1}
    outcome = count("irv", "ABCD", 1, level, elimination="batch")
    assert table(outcome)[:2] == [[5, 3, 2, 1], [5, 3, 2, 0]]  # C and D together would be level with B
    far: Papers = {("A",): 100, ("B",): 5, ("C",): 2}
    assert count("irv", "ABC", 2, far, elimination="batch").funded == ("A", "B")
    two = count("irv", "ABC", 1, far, elimination="batch", stop="last-two")
    assert table(two) == [[100, 5, 2], [100, 5, 0]]
    outcome = count("wigm-prf", "ABCDE", 3, {("A",): 4, ("B",): 9, ("C",): 9, ("D",): 2, ("E",): 1}, batch="yes")
    assert set(outcome.funded) == {"A", "B", "C"}


def test_the_surplus_goes_first_of_whoever_had_more_at_the_latest_stage_at_which_they_differ() -> None:
    papers: Papers = {
        ("A", "C"): 10,
        ("B", "C"): 11,
        ("C",): 12,
        ("D", "A"): 4,
        ("D", "B"): 1,
        ("E", "A"): 2,
        ("E", "B"): 4,
        ("F",): 12,
    }
    outcome = count("scottish-stv", "FEDCBA", 3, papers)
    counted = [list(map(int, votes(step))) for step in stages(outcome)]
    assert [row[4:] for row in counted[:3]] == [[11, 10], [12, 14], [16, 16]]
    assert [(tie.between, tie.chosen, tie.effect) for tie in outcome.ties if tie.settled == "earlier-stage"] == [
        (("B", "A"), "A", "outcome")
    ]
    assert [step.project for step in stages(outcome)][3] == "A"


def test_the_reference_rule_rounds_the_product_and_the_quotient() -> None:
    # 0.0085 of 1.2345 is 0.0104, and that of 5.2346 is 0.0019; rounded but once it would be 0.0020
    assert transfer_weights(np.array([85]), 12345, 52346).tolist() == [19]


DIFFER: Papers = {("A",): 8, ("B",): 3, ("C",): 4, ("D", "B"): 2, ("E", "C"): 1, ("E", "A"): 2}
"""B is behind C at the first stage and ahead at the second; at the third they are level, and last."""


def test_scotland_asks_the_latest_stage_and_new_zealand_the_earliest() -> None:
    papers = {**DIFFER, ("E", "A"): 0, ("E",): 2}
    names = ["A", "B", "C", "D", "E"]
    for rule, excluded in (("scottish-stv", "C"), ("irv", "C"), ("nz-meek", "B")):
        outcome = count(rule, names, 1, {ranking: weight for ranking, weight in papers.items() if weight})
        assert [int(value) for value in votes(stages(outcome)[2])] == [8, 5, 5, 0, 0]
        assert [(tie.between, tie.settled, tie.chosen) for tie in outcome.ties] == [
            (("B", "C"), "earlier-stage", excluded)
        ]
        assert outcome.funded == ("A",)
    assert count("irv", names, 1, DIFFER, ties="lot").ties[0].settled == "lot"
    assert count("irv", names, 1, DIFFER, ties="lot").ties[0].chosen == "B"


def test_half_of_the_votes_is_enough_in_new_zealand_and_the_number_drawn_settles_two_halves() -> None:
    assert len(table(count("nz-meek", ["A", "B", "C"], 1, {("A",): 5, ("B",): 3, ("C",): 2}))) == 1
    assert len(table(count("irv", ["A", "B", "C"], 1, {("A",): 5, ("B",): 3, ("C",): 2}))) == 2
    outcome = count("nz-meek", ["A", "B", "C"], 1, {("A",): 4, ("B",): 4, ("C", "A"): 1, ("C", "B"): 1})
    assert table(outcome) == [[4, 4, 2], [5, 5, 0]]
    # 3 candidates, 1 seat and 10 documents draw 5816 for A and 5103 for B: 4184 and 4897 at the second step
    assert [(tie.between, tie.settled, tie.chosen) for tie in outcome.ties] == [
        (("A", "B"), "pseudo-random-number", "A")
    ]
    assert (outcome.funded, outcome.reasons["A"].code) == (("B",), "not-elected")


def test_whom_no_paper_ranks_is_out_in_new_zealand_before_the_count_begins() -> None:
    outcome = count("nz-meek", ["A", "B", "C"], 2, {("A",): 5, (): 1})
    assert (outcome.funded, outcome.reasons["B"].code) == (("A",), "not-ranked")
    assert stages(outcome)[0].figures["non_transferable"] == "1.000000000"


def test_the_exclusion_test_runs_in_the_first_iteration() -> None:
    """The first three and the last are those of Strath Taieri, 2025; the others make up its quota of 41.000000001."""
    names = ["A", "B", "C", "D", "E", "F", "G", "Ramsay"]
    papers: Papers = {
        ("A",): 47,
        ("B",): 45,
        ("C",): 42,
        ("D",): 39,
        ("E",): 38,
        ("F",): 35,
        ("G",): 33,
        ("Ramsay",): 8,
    }
    outcome = count("nz-meek", names, 6, papers)
    assert stages(outcome)[0].figures["quota"] == "41.000000001"
    assert stages(outcome)[0].figures["surplus"] == "10.999999997"
    assert (outcome.reasons["Ramsay"].code, outcome.reasons["Ramsay"].figures["stage"]) == ("excluded", 1)


def test_a_tied_exclusion_among_equals_at_every_iteration_takes_the_lowest_number() -> None:
    papers: Papers = {("A",): 4, ("B",): 2, ("C",): 2, ("D",): 2}
    # 4 candidates, 2 seats and 10 documents draw 8239, 3135, 7168 and 8672 in the order of the lot, and the ties stand
    # at iterations 10 and 20, where the last of the four is the lowest but for the first: 1761, 6865, 2832 and 1328
    for names, excluded in ((["A", "B", "C", "D"], ["D", "C"]), (["D", "C", "B", "A"], ["D", "B"])):
        outcome = count("nz-meek", names, 2, papers)
        assert [tie.settled for tie in outcome.ties] == ["pseudo-random-number"] * 2
        assert [tie.chosen for tie in outcome.ties] == excluded
        assert [outcome.reasons[name].figures["stage"] for name in excluded] == [10, 20]


@pytest.mark.parametrize(
    ("rule", "lengths", "elected", "iterations", "quota"),
    [
        ("scottish-stv", "truncated", "9 3 5 6 13", 13, "16667"),
        ("scottish-stv", "full", "9 3 5 6 0", 14, "16667"),
        ("nz-meek", "truncated", "9 3 5 6 13", 23, "15359.302132128"),
        ("nz-meek", "full", "9 3 5 6 13", 25, "16666.666666667"),
    ],
)
def test_a_hundred_thousand_generated_rankings_are_counted_as_is_known(
    rule: str, lengths: Literal["full", "truncated"], elected: str, iterations: int, quota: str
) -> None:
    instance, profile = generated_rankings(lengths)
    outcome = find_rule(rule).tally(instance, profile, lot=ballot_order(instance))
    assert set(outcome.funded) == set(elected.split())
    assert len(stages(outcome)) == iterations
    assert stages(outcome)[-1].figures["quota"] == quota
