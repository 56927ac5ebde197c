"""What real files contain, and what the values of a file are."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.formats.faults import Fault
from pbengine.formats.pabulib import PabulibFile, read_pabulib
from pbengine.formats.pabulib.plain_votes import plain_votes
from pbengine.formats.pabulib.sections import decode, split
from pbengine.voting import BallotKind, Instance, Project, Standing, ballot_order, find_rule
from pbengine.voting.ballots import BallotLimits

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "elections"


def fixture(name: str) -> PabulibFile:
    return read_pabulib((FIXTURES / name).read_bytes())


def doubts(file: PabulibFile) -> list[tuple[int | None, str]]:
    return [(warning.line, warning.code) for warning in file.warnings]


def official(file: PabulibFile) -> set[str]:
    return {id_ for id_, value in (file.selected or {}).items() if value == "1"}


def test_a_strict_file_has_no_warnings_and_all_its_values() -> None:
    file = fixture("strict.pb")
    assert file.warnings == ()
    assert file.instance == Instance(
        (Project("L1/26", 400), Project("L2/26", 350), Project("L3/26", 300), Project("4", 150)), budget=900
    )
    assert list(file.profile) == [(1, (0, 1)), (1, (0,)), (1, (0, 2, 3)), (1, (1,)), (1, (1, 0)), (1, (2, 3))]
    assert file.limits == BallotLimits(min_length=1, max_length=3)
    assert file.meta["comment"] == "#1: made for tests; has a separator in it"
    assert file.projects["name"][0] == 'Trees along the "Long Street"'
    assert file.projects["category"][0] == "environmental protection,public space"
    assert list(file.votes) == ["voter_id", "vote", "age", "sex", "voting_method"]
    assert file.votes["age"] == ("34", "71", "19", "", "50", "")
    assert (file.rule_id, dict(file.rule_options)) == ("greedy", {})


def test_a_loose_file_is_read_whole() -> None:
    file = fixture("loose.pb")
    assert doubts(file) == [(9, "decimal-comma"), (18, "legacy-column"), (20, "decimal-comma"), (27, "vote-empty")]
    assert file.instance == Instance(
        (Project("1", 40000), Project("2", 35050), Project("3", 30000)), budget=90050, minor_units=100
    )
    assert file.profile.kind is BallotKind.APPROVAL
    assert list(file.profile) == [(1, (0, 1)), (1, (0,)), (1, ()), (1, (2, 0))]
    assert file.meta["description"] == "Budget of the residents of Lipowo"
    assert file.meta["house_number"] == "17 b"
    assert file.meta["comment"] == '#1: a line,\nand another; with "quotes"'
    assert file.projects["name"] == ("Trees, many of them", "Benches\nby the river", '5" pipes')
    assert file.projects["beneficiaries"] == ("elderly,children", "children", "")
    assert file.projects["colour of the sign"] == ("green", "", "blue")
    assert file.votes["vote"] == ("1,2", "1", "", "3,1")
    assert file.votes["shoe size"] == ("42", "38", "", "40")
    assert file.selected is None


def test_the_sentinel_cost_is_a_withdrawn_project() -> None:
    file = fixture("withdrawn.pb")
    assert file.warnings == ()
    assert [project.standing for project in file.instance.projects] == [
        Standing.STANDING,
        Standing.WITHDRAWN,
        Standing.STANDING,
        Standing.STANDING,
    ]
    outcome = find_rule("greedy-no-skip").tally(file.instance, file.profile, lot=ballot_order(file.instance))
    assert set(outcome.funded) == official(file)


def test_scoring_ballots_have_their_default_and_negative_parts_of_points() -> None:
    file = fixture("scoring.pb")
    assert file.warnings == ()
    assert file.profile.points_scale == 100
    assert file.profile.default_points == -50
    assert file.profile.scores().tolist() == [175, -150, 200]
    assert (file.limits.min_points, file.limits.max_points) == (-200, 200)


def test_cumulative_ballots_may_leave_points_unused() -> None:
    file = fixture("cumulative.pb")
    assert file.limits.max_sum_points == 5
    assert file.profile.scores().tolist() == [9, 1, 4]
    assert (file.rule_id, dict(file.rule_options)) == ("greedy-threshold", {"threshold": Fraction(4)})


def test_ordinal_scores_count_down_from_the_longest_ballot() -> None:
    file = fixture("ordinal.pb")
    assert file.warnings == ()
    assert file.profile.ranks == 3
    assert file.profile.scores().tolist() == [8, 7, 4, 3]


def test_money_with_decimals_is_whole_in_minor_units() -> None:
    file = fixture("knapsack.pb")
    assert (file.instance.budget, file.instance.minor_units) == (1050, 100)
    assert [project.cost for project in file.instance.projects] == [400, 650, 5]
    assert (file.limits.min_sum_cost, file.limits.max_sum_cost) == (250, 1050)


def test_voters_who_chose_the_same_are_one_row() -> None:
    file = fixture("choose-1.pb")
    assert list(file.profile) == [(3, (0,)), (2, (1,))]
    assert file.profile.voters == len(file.votes["vote"]) == 5


@pytest.mark.parametrize(
    ("declared", "rule_id", "options"),
    [
        ("greedy", "greedy", {}),
        ("greedy-no-skip", "greedy-no-skip", {}),
        ("greedy-threshold", "greedy-threshold", {"threshold": Fraction(5, 2)}),
        ("greedy-exclusive", "greedy-exclusive", {}),
        ("equalshares", "equal-shares", {}),
        ("equalshares-comparison", "equal-shares", {"comparison": "yes"}),
        ("equalshares/add1", "equal-shares", {"completion": "add1"}),
        ("equalshares/add1-comparison", "equal-shares", {"completion": "add1", "comparison": "yes"}),
        ("greedy-custom", "greedy-cover", {}),
        ("unknown", None, {}),
    ],
)
def test_the_declared_rule_is_one_of_ours(declared: str, rule_id: str | None, options: dict[str, object]) -> None:
    text = (FIXTURES / "choose-1.pb").read_text(encoding="utf-8")
    text = text.replace("rule;greedy-exclusive", f"rule;{declared}\nmin_project_score_threshold;2,5")
    file = read_pabulib(text)
    assert (file.rule_id, dict(file.rule_options)) == (rule_id, options)
    assert file.meta["rule"] == declared
    assert doubts(file) == [(12, "decimal-comma")]


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("rule;greedy", "rule;mystery", 11, "rule"),
        ("rule;greedy", "rule;greedy-threshold", 11, "key-missing"),
        ("country;Poland\n", "", None, "key-missing"),
        ("date_end;30.09.2026", "date_end;soon", 13, "date"),
        ("comment;", "experimental;yes\ncomment;", 18, "flag"),
        ("L3/26;300;2;", "L3/26;1000;2;", 23, "project-cost"),
        ("L3/26;300;2;", "L3/26;300;3;", 23, "votes"),
        ("4;150;2;Chess tables;sport;adults;1", "4;150;2;Chess tables;sport;adults;0", 9, "budget-unused"),
    ],
)
def test_what_is_doubtful_is_a_warning(old: str, new: str, line: int | None, code: str) -> None:
    text = (FIXTURES / "strict.pb").read_text(encoding="utf-8")
    assert text.count(old) == 1
    assert doubts(read_pabulib(text.replace(old, new))) == [(line, code)]


def test_one_empty_line_at_the_end_is_no_fault() -> None:
    text = (FIXTURES / "strict.pb").read_text(encoding="utf-8")
    assert read_pabulib(f"{text}\n") == read_pabulib(text)


def test_a_fault_without_a_line_shows_its_message_only() -> None:
    assert str(Fault(None, "section-missing", "there is no section META")) == "there is no section META"


CELLS = st.text(alphabet='ab1,; \t\n"é\x85', max_size=4) | st.sampled_from(["meta", "VOTES", "projects", "1,2"])
BODIES = st.lists(st.lists(CELLS, min_size=1, max_size=4).map(";".join), max_size=5).map("\n".join)


@given(BODIES, st.sampled_from(["", "\n", "\n\n"]), st.sampled_from(["a;b", "a;b;", "a", '"a";b', "a;a", ""]))
def test_plain_rows_split_at_one_stroke_are_those_that_the_reader_of_rows_gives(
    body: str, end: str, header: str
) -> None:
    text = f"META\nkey;value\nPROJECTS\nproject_id;cost\nVOTES\n{header}\n{body}{end}"
    # A title in small letters is left to the reader of rows, which says the same of it.
    plain, slow = split(text), split(text.replace("\nVOTES\n", "\nvotes\n", 1))
    assert plain.faults == slow.faults
    assert {title: dict(section.columns) for title, section in plain.found.items()} == {
        title: dict(section.columns) for title, section in slow.found.items()
    }
    assert [list(section.lines) for section in plain.found.values()] == [
        list(section.lines) for section in slow.found.values()
    ]


def test_the_rows_of_real_files_are_plain(shared_data: Path) -> None:
    files = sorted((shared_data / "pabulib").glob("*.pb"))
    assert [path.name for path in files if plain_votes(decode(path.read_bytes())[0]) is None] == []


def test_every_shared_file_is_read_without_a_fault(shared_data: Path) -> None:
    for path in sorted((shared_data / "pabulib").glob("*.pb")):
        file = read_pabulib(path.read_bytes())
        assert file.profile.voters == int(file.meta["num_votes"])
        assert len(file.instance.projects) == int(file.meta["num_projects"])
        recounted = {warning.code for warning in file.warnings} & {"votes", "score"}
        assert recounted == ({"score"} if "Seattle" in path.name else set()), path.name
