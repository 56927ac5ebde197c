"""Writing: the strict form, byte for byte, and nothing lost on the way round."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.formats.faults import FormatError
from pbengine.formats.pabulib import PabulibFile, pabulib_file, read_pabulib, rule_keys, write_pabulib
from pbengine.voting import BallotKind, Instance, Profile, Project, find_rule
from pbengine.voting.ballots import BallotLimits
from tests.voting.made_elections import Election, elections

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "elections"
LOOSE = {"loose.pb"}


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.pb")), ids=lambda path: path.name)
def test_a_file_comes_back_as_it_was(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    file = read_pabulib(text)
    written = write_pabulib(file)
    assert (written == text) == (path.name not in LOOSE)
    assert read_pabulib(written) == file
    assert write_pabulib(read_pabulib(written)) == written


def test_what_was_loose_is_written_strictly() -> None:
    written = write_pabulib(read_pabulib((FIXTURES / "loose.pb").read_bytes()))
    lines = written.splitlines()
    assert lines[:3] == ["META", "key;value", "description;Budget of the residents of Lipowo"]
    assert "budget;900.50" in lines
    assert "vote_type;approval" in lines
    assert "project_id;cost;name;beneficiaries;colour of the sign" in lines
    assert '3;300;"5"" pipes";;blue' in lines
    assert "d;3,1;40" in lines
    assert [warning.code for warning in read_pabulib(written).warnings] == ["vote-empty"]


def test_every_shared_file_comes_back_as_it_was(shared_data: Path) -> None:
    for path in sorted((shared_data / "pabulib").glob("*.pb")):
        file = read_pabulib(path.read_bytes())
        written = write_pabulib(file)
        again = read_pabulib(written)
        assert again == file, path.name
        assert write_pabulib(again) == written, path.name


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=8)
GREEDY = find_rule("greedy")


def in_pence(election: Election, minor_units: int) -> Election:
    """Return the election with so many minor units in a unit, of which Pabulib can write 1, 100, 1000 ..."""
    return replace(election, instance=replace(election.instance, minor_units=minor_units))


def made(election: Election, *, meta: dict[str, str], names: list[str]) -> PabulibFile:
    columns = {"name": names}
    return pabulib_file(election.instance, election.profile, BallotLimits(), meta=meta, project_columns=columns)


@settings(max_examples=60)
@given(data=st.data())
def test_a_made_file_reads_as_what_it_was_made_of(data: st.DataObject) -> None:
    election = in_pence(data.draw(elections(GREEDY)), data.draw(st.sampled_from([1, 100])))
    columns = len(election.instance.projects)
    names = data.draw(st.lists(TEXT, min_size=columns, max_size=columns))
    meta = data.draw(st.dictionaries(st.from_regex(r"x_[a-z]{1,3}", fullmatch=True), TEXT, max_size=3))
    file = made(election, meta={"rule": "greedy", **meta}, names=names)
    text = write_pabulib(file)
    assert read_pabulib(text) == file
    assert write_pabulib(read_pabulib(text)) == text
    assert {warning.code for warning in file.warnings} <= {"key-missing", "vote-empty", "project-cost"}
    assert file.instance.standing == election.instance.standing
    assert (file.instance.budget, file.instance.minor_units) == (
        election.instance.budget,
        election.instance.minor_units,
    )
    assert file.profile.voters == election.profile.voters
    assert scores(file.profile) == scores(election.profile)


def scores(profile: Profile) -> list[Fraction]:
    return [Fraction(score, profile.points_scale) for score in profile.scores().tolist()]


@settings(max_examples=60)
@given(data=st.data())
def test_a_made_file_does_not_tell_in_which_order_ballots_came(data: st.DataObject) -> None:
    election = in_pence(data.draw(elections(GREEDY)), 1)
    shuffled = replace(election, ballots=tuple(data.draw(st.permutations(election.ballots))))
    names = [""] * len(election.instance.projects)
    assert made(election, meta={}, names=names) == made(shuffled, meta={}, names=names)


def test_limits_and_money_are_written_in_units() -> None:
    instance = Instance((Project("a", 300), Project("b", 450)), budget=1000, minor_units=100)
    limits = BallotLimits(min_length=1, max_length=2, min_sum_cost=300, max_sum_cost=750)
    profile = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0, 1]])
    file = pabulib_file(instance, profile, limits, meta={"rule": "greedy"}, project_columns={})
    assert file.limits == limits
    assert file.instance == instance
    assert {key: file.meta[key] for key in ("budget", "min_length", "max_length", "min_sum_cost", "max_sum_cost")} == {
        "budget": "10.00",
        "min_length": "1",
        "max_length": "2",
        "min_sum_cost": "3.00",
        "max_sum_cost": "7.50",
    }


@pytest.mark.parametrize(
    "instance",
    [
        Instance((Project("a,b", 3),), budget=10),
        Instance((Project("", 3),), budget=10),
        Instance((Project("a", 999_999_999),), budget=10),
    ],
)
def test_what_could_not_be_read_is_not_made(instance: Instance) -> None:
    profile = Profile.from_ballots(BallotKind.APPROVAL, 1, [[0]])
    with pytest.raises(FormatError):
        pabulib_file(instance, profile, BallotLimits(), meta={}, project_columns={})


@pytest.mark.parametrize(
    ("rule_id", "options", "rule"),
    [
        ("greedy", {"order": "score"}, "greedy"),
        ("greedy", {"order": "score-per-cost"}, "unknown"),
        ("greedy-exclusive", {"groups": "a+b"}, "unknown"),
        ("equal-shares", {"utility": "cost", "completion": "add1", "comparison": "no"}, "equalshares/add1"),
        ("equal-shares", {"completion": "add1u"}, "unknown"),
        ("phragmen", {}, "unknown"),
    ],
)
def test_a_rule_is_named_where_pabulib_has_a_word_for_it(rule_id: str, options: dict[str, str], rule: str) -> None:
    assert rule_keys(rule_id, options) == {"rule": rule}
