"""Every official result of the shared files whose declared rule is one of ours, recounted without any option."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pbengine.formats.pabulib import PabulibFile, read_pabulib
from pbengine.voting import Constraints, Outcome, ballot_order, find_rule
from pbengine.voting.registry import OptionValue

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "pabulib"
UNNAMED = {"unknown"}


@dataclass(frozen=True)
class Difference:
    """Why a recount of the declared rule differs from what was decided, and the projects in which it does."""

    reason: str
    only_recounted: frozenset[str]
    only_official: frozenset[str]


DIFFERENCES = {
    "Poland_Warszawa_2022_Bielany.pb": Difference(
        "the exclusion of 201 and 1932 is told in the comment only, so that the recount does not know of it",
        frozenset({"1932"}),
        frozenset({"111", "248", "250", "1440", "1898", "2081"}),
    ),
    "Poland_Warszawa_2024.pb": Difference(
        "an early copy that declares greedy, while its comment says that some projects exclude each other",
        frozenset({"1018", "1378", "1498"}),
        frozenset({"130", "306", "638"}),
    ),
}


def index() -> dict[str, dict[str, str]]:
    if not FOLDER.is_dir():
        return {}
    with (FOLDER / "INDEX.tsv").open(encoding="utf-8", newline="") as rows:
        return {row["file"]: row for row in csv.DictReader(rows, delimiter="\t")}


RECOUNTED = [
    name
    for name, row in index().items()
    if row["rule"] not in UNNAMED and (row["official_winners"] == "yes" or name in DIFFERENCES)
]


def read(name: str, shared_data: Path) -> PabulibFile:
    return read_pabulib((shared_data / "pabulib" / name).read_bytes())


def recount(file: PabulibFile, **options: OptionValue) -> Outcome:
    assert file.rule_id is not None
    rule = find_rule(file.rule_id)
    lot = ballot_order(file.instance)
    return rule.tally(file.instance, file.profile, lot=lot, **{**file.rule_options, **options})


def official(file: PabulibFile) -> frozenset[str]:
    """Return what the city's rule funded: 2 marks what a reserve paid in part, 3 what other money paid altogether."""
    assert file.selected is not None
    return frozenset(id_ for id_, value in file.selected.items() if value in {"1", "2"})


@pytest.mark.parametrize("name", RECOUNTED)
def test_the_declared_rule_gives_the_official_winners(name: str, shared_data: Path) -> None:
    file = read(name, shared_data)
    funded, winners = frozenset(recount(file).funded), official(file)
    if name in DIFFERENCES:
        difference = DIFFERENCES[name]
        assert (funded - winners, winners - funded) == (difference.only_recounted, difference.only_official)
    else:
        assert funded == winners


def test_every_file_of_the_index_with_official_winners_is_recounted(shared_data: Path) -> None:
    files = {path.name for path in (shared_data / "pabulib").glob("*.pb")}
    assert files == set(index())
    assert set(RECOUNTED) <= files
    assert set(DIFFERENCES) <= set(RECOUNTED)
    assert len(RECOUNTED) >= 26


def test_bielany_comes_out_as_decided_with_the_exclusion_that_its_comment_tells(shared_data: Path) -> None:
    file = read("Poland_Warszawa_2022_Bielany.pb", shared_data)
    outcome = recount(file, groups="201+1932")
    assert frozenset(outcome.funded) == official(file)
    assert outcome.reasons["1932"].code == "excluded-by"
    assert outcome.reasons["1932"].figures["rival"] == "201"


def test_bielany_comes_out_with_the_exclusion_as_a_constraint_of_the_election(shared_data: Path) -> None:
    file = read("Poland_Warszawa_2022_Bielany.pb", shared_data)
    known = replace(file, instance=replace(file.instance, constraints=Constraints(exclusions=(("201", "1932"),))))
    assert frozenset(recount(known).funded) == official(file)
    assert recount(known).reasons == recount(file, groups="201+1932").reasons


POZNAN = "Poland_Poznan_2023_{}.pb"
DISTRICT_1 = "1_-_Nowe_Winogrady_Polnoc_Nowe_Winogrady_Poludnie_Nowe_Winogrady_Wschod_Stare_Winogrady"
DISTRICT_12 = (
    "12_-_Antoninek-Zieliniec-Kobylepole_Glowna_Ostrow_Tumski-_Srodka-Zawady-Komandoria_Warszawskie-Pomet-Maltanskie"
)


def test_in_poznan_a_reserve_pays_just_what_is_marked_so(shared_data: Path) -> None:
    for path in sorted((shared_data / "pabulib").glob("Poland_Poznan_*.pb")):
        file = read(path.name, shared_data)
        assert file.selected is not None
        outcome = recount(file)
        assert outcome.rule == "greedy-cover"
        assert set(outcome.amounts) == {id_ for id_, value in file.selected.items() if value == "2"}
    assert recount(read(POZNAN.format(DISTRICT_12), shared_data)).amounts == {"XII.10": 524350}


def test_in_poznan_what_money_of_other_districts_paid_is_no_outcome_of_the_rule(shared_data: Path) -> None:
    file = read(POZNAN.format(DISTRICT_1), shared_data)
    assert file.selected is not None
    outcome = recount(file)
    assert outcome.funded == ("I.5",)
    assert (file.selected["I.1"], outcome.reasons["I.1"].code) == ("3", "not-affordable")
    assert outcome.reasons["I.1"].figures["left"] == 401000
