"""Every format of ballots: what is written is read back, what cannot be held is refused, faults have their lines."""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.formats.ballots_csv.table import KEYS
from pbengine.formats.elections import FORMATS, Election, NotHeldError, UnknownFormatError, format_of
from pbengine.formats.elections.holding import holdings
from pbengine.formats.faults import FormatError
from pbengine.formats.ranked.file import candidates_for_seats
from pbengine.voting.instance import Instance, Project
from pbengine.voting.profile import BallotKind, Profile

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "fixtures" / "elections" / "ranked"
BAD = ROOT / "fixtures" / "elections" / "bad-ranked"
SUFFIXES = pytest.mark.parametrize("suffix", [known.suffix for known in FORMATS])

NAMES = st.text(alphabet="ab Zé\"#,;-'", min_size=1, max_size=6).map(lambda text: f"N{text}N")


@st.composite
def rankings(draw: st.DrawFn) -> Election:
    """Draw an election to seats by rankings, perhaps with equal ranks, a lot, somebody withdrawn and blank ballots."""
    count = draw(st.integers(1, 5))
    names = draw(st.lists(NAMES, min_size=count, max_size=count, unique=True))
    columns = st.lists(st.integers(0, count - 1), unique=True, min_size=draw(st.integers(0, count)))
    ballots = draw(st.lists(columns, max_size=5, unique_by=tuple))
    entries = [column for ballot in ballots for column in ballot]
    starts = np.cumsum([0, *map(len, ballots)], dtype=np.int64)
    tied = np.array(draw(st.lists(st.booleans(), min_size=len(entries), max_size=len(entries))), dtype=np.bool_)
    tied &= draw(st.booleans())
    tied[starts[:-1][np.diff(starts) > 0]] = False
    profile = Profile(
        kind=BallotKind.ORDINAL,
        project_count=count,
        starts=starts,
        choices=np.array(entries, dtype=np.int32),
        weights=np.array([draw(st.integers(1, 9)) for _ in ballots], dtype=np.int64),
        ranks=count,
        tied=tied if tied.any() else None,
    )
    ids = [str(number) for number in range(1, count + 1)]
    instance = candidates_for_seats(ids, draw(st.integers(1, 3)), withdrawn=draw(st.sets(st.sampled_from(ids))))
    lot = draw(st.just(()) | st.permutations(ids).map(tuple))
    return Election(instance, profile, draw(NAMES | st.just("")), names=tuple(names), fills_seats=True, lot=lot)


def content(election: Election) -> dict[str, object]:
    """Return what a count depends on, candidates by name."""
    profile, names = election.profile, list(election.names or election.called.values())
    tied = np.zeros(len(profile.choices), dtype=bool) if profile.tied is None else profile.tied
    ballots = [
        (weight, [(names[column], bool(tie)) for column, tie in zip(columns, tied[start:], strict=False)])
        for (weight, columns), start in zip(profile, profile.starts[:-1], strict=True)
    ]
    called = dict(zip([project.id for project in election.instance.projects], names, strict=True))
    return {
        "title": " ".join(election.title.split()),
        "seats": election.instance.seats or election.instance.budget,
        "candidates": names,
        "standing": [called[project.id] for project in election.instance.standing],
        "ballots": sorted(ballots, key=lambda ballot: (ballot[1], ballot[0])),
        "lot": [called[id_] for id_ in election.lot],
    }


@SUFFIXES
@given(election=rankings())
def test_what_is_written_reads_as_the_same_but_for_what_was_told_to_be_left_out(
    suffix: str, election: Election
) -> None:
    format_ = format_of(suffix)
    try:
        text, left_out = format_.write(election)
    except (NotHeldError, FormatError):
        return
    written, expected = content(format_.read(text.encode())), content(election)
    for what, key in (("the title", "title"), ("how many seats there are", "seats")):
        if what in left_out:
            del written[key], expected[key]
    if "the order that settles ties" in left_out:
        expected["lot"] = []
    if "the ballots that name nobody" in left_out:
        expected["ballots"] = [ballot for ballot in content(election)["ballots"] if ballot[1]]  # type: ignore[attr-defined]
    if suffix == ".pb":
        for sides in (written, expected):  # it lists one voter a row, and merges what is the same
            sides["ballots"] = sorted(ranking for weight, ranking in sides["ballots"] for _ in range(weight))  # type: ignore[attr-defined]
    assert written == expected


@given(election=rankings())
def test_a_format_that_holds_what_there_is_writes_it_unless_a_name_stands_in_the_way(election: Election) -> None:
    plain = replace(election, names=tuple(f"N{number}" for number in range(len(election.names))), title="Title")
    for format_ in FORMATS:
        if set(holdings(plain)) <= format_.holds:
            assert format_.write(plain)[1] == ()


@given(
    points=st.lists(st.lists(st.integers(-5, 20), min_size=3, max_size=3), max_size=4),
    kind=st.sampled_from([BallotKind.APPROVAL, BallotKind.SCORING, BallotKind.CUMULATIVE]),
)
def test_points_and_approvals_come_back_from_a_table(points: list[list[int]], kind: BallotKind) -> None:
    count = 3
    given_ = [[abs(point) if kind is BallotKind.CUMULATIVE else point for point in row] for row in points]
    has_points = kind is not BallotKind.APPROVAL
    chosen = [[column for column in range(count) if has_points or row[column] > 0] for row in given_]
    profile = Profile(
        kind=kind,
        project_count=count,
        starts=np.cumsum([0, *map(len, chosen)], dtype=np.int64),
        choices=np.array([column for row in chosen for column in row], dtype=np.int32),
        weights=np.ones(len(chosen), dtype=np.int64),
        points=np.array([point for row in given_ for point in row], dtype=np.int64) if has_points else None,
        points_scale=10 if has_points else 1,
        default_points=5 if kind is BallotKind.SCORING else 0,
    )
    election = Election(Instance.for_seats(["a", "b", "c"], seats=2), profile, fills_seats=True)
    text, left_out = format_of(".csv").write(election)
    read = format_of(".csv").read(text.encode())
    assert left_out == ()
    assert read.profile.kind is kind
    assert read.profile.voters == profile.voters
    assert (read.profile.scores() * profile.points_scale).tolist() == (
        profile.scores() * read.profile.points_scale
    ).tolist()


def test_each_format_refuses_in_words_what_it_cannot_hold() -> None:
    costs = Instance((Project("a", 1), Project("b", 2)), budget=2)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0], [1]])
    for suffix, words in ((".blt", ["cost", "no order"]), (".soi", ["cost", "no order"]), (".csv", ["cost"])):
        with pytest.raises(NotHeldError) as caught:
            format_of(suffix).write(Election(costs, ballots))
        assert len(caught.value.faults) == len(words)
        assert all(word in fault for word, fault in zip(words, caught.value.faults, strict=True))


@SUFFIXES
def test_only_a_format_that_reads_an_empty_ballot_writes_one(suffix: str) -> None:
    election = Election(Instance((), budget=1), Profile.from_ballots(BallotKind.ORDINAL, 0, []))
    if suffix == ".pb":
        text, _ = format_of(suffix).write(election)
        assert format_of(suffix).read(text.encode()).instance.projects == ()
        return
    with pytest.raises(NotHeldError, match="nothing stands on the ballot"):
        format_of(suffix).write(election)


def test_preflib_calls_who_has_no_name_by_the_number() -> None:
    election = format_of(".blt").read(b'2 1\n3 1 2 0\n0\n"" "Ben" "Board"')
    text, _ = format_of(".soc").write(election)
    assert list(format_of(".soc").read(text.encode()).names) == ["1", "Ben"]


def test_an_end_that_no_format_has_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownFormatError, match=r"\.pb, \.blt, \.soi"):
        format_of(".xlsx")


@SUFFIXES
def test_every_format_is_documented(suffix: str) -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert f"| `{suffix}` |" in page


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_of_a_table_is_documented(key: str) -> None:
    assert f"| `#{key}` |" in (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_an_old_file_of_preflib_is_read_as_one_of_today() -> None:
    old = "3\n1,Ada\n2,Ben\n3,Cleo, the second\n7,7,2\n5,1,{2,3}\n2,3\n"
    new = (
        "# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 7\n# ALTERNATIVE NAME 1: Ada\n# ALTERNATIVE NAME 2: Ben\n"
        "# ALTERNATIVE NAME 3: Cleo, the second\n5: 1,{2,3}\n2: 3\n"
    )
    assert content(format_of(".toi").read(old.encode())) == content(format_of(".toi").read(new.encode()))


def test_scotlands_tables_are_read() -> None:
    election = format_of(".csv").read((GOOD / "scot-elex.csv").read_bytes())
    assert (election.title, election.instance.seats) == ("Reading room", 2)
    assert election.names == ("Ada Lovelace", "Ben Ray", "Cleo")
    assert list(election.profile) == [(58, (0,)), (21, (0, 1)), (4, (2, 0, 1))]


def expected_faults() -> dict[str, list[tuple[str, str]]]:
    with (BAD / "faults.tsv").open(encoding="utf-8", newline="") as rows:
        listed = [(row["file"], row["line"], row["code"]) for row in csv.DictReader(rows, delimiter="\t")]
    return {file: [row[1:] for row in group] for file, group in groupby(listed, key=lambda row: row[0])}


@pytest.mark.parametrize(("name", "faults"), expected_faults().items())
def test_a_bad_file_gives_all_its_faults_with_their_lines(name: str, faults: list[tuple[str, str]]) -> None:
    with pytest.raises(FormatError) as caught:
        format_of(Path(name).suffix).read((BAD / name).read_bytes())
    assert [(str(fault.line or "-"), fault.code) for fault in caught.value.faults] == faults


def test_every_bad_file_is_listed() -> None:
    assert set(expected_faults()) == {path.name for path in BAD.iterdir() if path.suffix not in {".md", ".tsv"}}


@SUFFIXES
@given(text=st.text(alphabet='01234,:;{}#=\n "Aabnk voters', max_size=80))
def test_whatever_stands_in_a_file_it_is_read_or_refused(suffix: str, text: str) -> None:
    heads = {".csv": ["", "#kind,ordinal\n", "2,1,\n"], ".blt": ["2 1 "]}
    named = "# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n"
    for head in heads.get(suffix, ["", named]):
        with suppress(FormatError):
            assert format_of(suffix).read((head + text).encode()).profile.voters >= 0


def test_real_wards_come_back_from_every_format_of_rankings(shared_data: Path) -> None:
    for path in sorted((shared_data / "ranked" / "scotland-2017").glob("*.blt"))[:3]:
        ward = format_of(".blt").read(path.read_bytes())
        for suffix in (".blt", ".csv", ".soi", ".toi", ".pb"):
            text, _ = format_of(suffix).write(ward)
            read = content(format_of(suffix).read(text.encode()))
            assert read["candidates"] == content(ward)["candidates"]
            if suffix != ".pb":
                assert read["ballots"] == content(ward)["ballots"]
