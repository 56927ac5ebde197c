import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pbengine.formats.constraints import constraints_document, endowments_column, read_constraints
from pbengine.formats.faults import FormatError
from pbengine.formats.pabulib import PabulibFile, read_pabulib
from pbengine.voting import Band, Constraints, Instance, Pot, Profile, Project

TOWN = Instance((Project("1", 6000), Project("2", 4000), Project("L3/26", 1000)), budget=10000, minor_units=100)
COLUMNS = {"category": ("green,sport", "sport", ""), "district": ("North", "South", "North")}

ALL_KEYS = "minimum-votes, exclusions, dependencies, parts, bands, pots, endowments"
EVERYTHING = """
minimum-votes = 2
exclusions = [[1, "L3/26"]]
[dependencies]
1 = ["2"]
[parts]
1 = [20, 30.50, "40.75"]
[[bands]]
name = "Sport"
category = "sport"
floor = 10
cap = 70.5
[[bands]]
name = "Sport in the north"
category = "sport"
district = ["North", "East"]
[[pots]]
name = "City"
projects = "rest"
money = 1_00
"""


def read(text: str) -> Constraints:
    return read_constraints(text, TOWN, COLUMNS).constraints


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(FormatError) as refused:
        read_constraints(text, TOWN, COLUMNS)
    return [(fault.column, fault.message) for fault in refused.value.faults]


def test_everything_that_can_be_asked_is_read() -> None:
    assert read(EVERYTHING) == Constraints(
        pots=(Pot("City", ("1", "2", "L3/26"), 10000),),
        minimum_votes=2,
        exclusions=(("1", "L3/26"),),
        dependencies=(("1", "2"),),
        bands=(Band("Sport", ("1", "2"), 1000, 7050), Band("Sport in the north", ("1",))),
        parts=(("1", (2000, 3050, 4075)),),
    )


def test_nothing_asks_for_nothing() -> None:
    asked = read_constraints("", TOWN, COLUMNS)
    assert (asked.constraints, asked.endowments) == (Constraints(), "")


def test_a_pot_may_be_a_district_and_another_the_rest() -> None:
    pots = read('[[pots]]\nname="N"\ndistrict="North"\nmoney=70\n[[pots]]\nname="R"\nprojects="rest"\nmoney=30').pots
    assert pots == (Pot("N", ("1", "L3/26"), 7000), Pot("R", ("2",), 3000))


def test_every_fault_is_told_with_its_key() -> None:
    wrong = """
mystery = 1
minimum-votes = 1.5
exclusions = [["1"], ["1", "9"], 7]
endowments = 3
[dependencies]
8 = ["1"]
2 = [true]
[parts]
1 = 20
[[bands]]
cap = "12,345"
floor = nan
projects = ["1"]
districts = "x"
[[bands]]
name = "B"
district = "West"
[[bands]]
name = "C"
[[pots]]
name = "P"
projects = ["1"]
"""
    assert faults(wrong) == [
        ("", f"there is nothing called 'mystery'; there is {ALL_KEYS}"),
        ("pots[1].money", "'None' is no amount of money, such as 50000 or 1250.50"),
        ("minimum-votes", "'1.5' is no number of votes"),
        ("exclusions[1]", "it takes two projects to exclude each other"),
        ("exclusions[2]", "project '9' is not on the ballot"),
        ("exclusions[3]", "this needs a list in square brackets, not '7'"),
        ("dependencies", "project '8' is not on the ballot"),
        ("dependencies.2", "ids of projects are text or whole numbers, not '[True]'"),
        ("bands[1].name", "this needs a name in quotes, not ''"),
        ("bands[1]", "there is nothing called 'districts'; there is name, floor, cap, projects"),
        ("bands[1].floor", "'nan' is no amount of money, such as 50000 or 1250.50"),
        ("bands[1].cap", "'12,345' is finer than the money of the election"),
        ("bands[2]", "no project has district 'West'"),
        ("bands[3]", "this needs projects, or a column with the value that they have"),
        ("parts.1", "this needs a list in square brackets, not '20'"),
        ("endowments", "this needs a name in quotes, not '3'"),
    ]


def test_what_the_constraints_themselves_find_wrong_is_told() -> None:
    said = faults('[parts]\n1 = [60]\n[[pots]]\nname="P"\nprojects=["1","2"]\nmoney=5')
    assert said == [
        ("", "each project stands in one pot"),
        ("", "the money of the pots is not the budget divided"),
        ("", "the parts of project '1' do not rise from above 0 to below its cost"),
    ]


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    with pytest.raises(FormatError) as refused:
        read("minimum-votes = 2\nexclusions = [[1, 2]\n=")
    assert [fault.line for fault in refused.value.faults] == [3]


def test_what_was_read_is_stated_by_the_same_names() -> None:
    town = replace(TOWN, constraints=read(EVERYTHING))
    nobody = Profile.from_ballots(pb().profile.kind, 3, [])
    assert constraints_document(town, nobody) == {
        "minimum-votes": "2",
        "exclusions": [["1", "L3/26"]],
        "dependencies": {"1": ["2"]},
        "parts": {"1": ["20", "30.5", "40.75"]},
        "bands": [
            {"name": "Sport", "projects": ["1", "2"], "floor": "10", "cap": "70.5"},
            {"name": "Sport in the north", "projects": ["1"], "floor": "0"},
        ],
        "pots": [{"name": "City", "projects": ["1", "2", "L3/26"], "money": "100"}],
    }
    assert constraints_document(TOWN, nobody) == {}


def test_the_example_in_the_documentation_is_read() -> None:
    page = Path(__file__).parents[2].joinpath("docs/commands.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert example
    ids = ("201", "1932", "7", "8", "9", "11", "12", "30", "4", "5", "6", "50", "51")
    town = Instance(tuple(Project(id_, 60000_00) for id_ in ids), budget=1000000_00, minor_units=100)
    columns = {"category": ["green areas"] * 2 + ["x"] * 11, "district": ["x"] * 11 + ["North"] * 2}
    asked = read_constraints(example[1], town, columns)
    assert asked.endowments == "weight"
    assert asked.constraints.pots[0] == Pot("North", ("50", "51"), 300000_00)
    assert asked.constraints.features == {
        "pots", "minimum-votes", "exclusions", "dependencies", "caps", "floors", "parts"
    }  # fmt: skip


def pb(
    kind: str = "approval", header: str = "voter_id;vote;shares", rows: str = "1;a;1\n2;a;2\n3;b,a;1\n4;a;1"
) -> PabulibFile:
    return read_pabulib(
        f"META\nkey;value\nbudget;100\nvote_type;{kind}\nmax_sum_points;9\nPROJECTS\nproject_id;cost\na;60\nb;50\n"
        f"VOTES\n{header}\n{rows}\n"
    )


def test_voters_who_cast_the_same_with_other_endowments_are_rows_of_their_own() -> None:
    profile = endowments_column(pb(), "shares")
    assert profile.endowments is not None
    assert list(zip(profile, profile.endowments.tolist(), strict=True)) == [
        ((2, (0,)), 1),
        ((1, (0,)), 2),
        ((1, (1, 0)), 1),
    ]
    assert constraints_document(TOWN, profile) == {
        "endowments": [{"parts": "1", "voters": 3}, {"parts": "2", "voters": 1}]
    }


def test_points_stay_with_their_voters() -> None:
    file = pb("cumulative", "voter_id;vote;points;shares", "1;a,b;5,2;0.5\n2;a,b;4,3;1\n3;a,b;5,2;1\n4;b;1;0.5")
    profile = endowments_column(file, "shares")
    assert profile.scores().tolist() == file.profile.scores().tolist() == [14, 8]
    assert profile.endowments is not None
    assert profile.endowments.tolist() == [5, 10, 10, 5]
    assert profile.points is not None
    assert np.array_equal(profile.points, [5, 2, 5, 2, 4, 3, 1])


@pytest.mark.parametrize(
    ("rows", "column", "messages"),
    [
        ("1;a;1", "weight", ["there is no column 'weight' of voters; there is voter_id, vote, shares"]),
        (
            "1;a;x\n2;a;0\n3;b;x",
            "shares",
            ["shares: 'x' of 2 voters is no number above 0", "shares: '0' of 1 voter is no number above 0"],
        ),
        (
            "1;a;100000000000000000\n2;a;0.000000001",
            "shares",
            ["shares: the numbers are too large or too fine"],
        ),
    ],
)
def test_a_column_that_holds_no_endowments_is_refused(rows: str, column: str, messages: list[str]) -> None:
    with pytest.raises(FormatError) as refused:
        endowments_column(pb(rows=rows), column)
    assert [fault.message for fault in refused.value.faults] == messages
