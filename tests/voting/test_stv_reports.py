"""Scottish STV and the two reference rules against the reports that Droop, another program, wrote of the same files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pbengine.formats.ranked import RankedFile
from pbengine.voting import Outcome
from pbengine.voting.instance import Standing
from tests.voting.ranked_files import count, read, stages

DROOP = Path(__file__).resolve().parents[3] / "shared" / "data" / "ranked" / "vectors" / "droop"
RULES = {
    "-scotland-fixed-p5-d5": ("scottish-stv", {}, 32),
    "-meek-prf-o6-fixed-p9-d9": ("meek-prf", {}, 9),
    "-wigm-prf-fixed-p4-d4": ("wigm-prf", {"batch": "no"}, 9),
    "-wigm-prf-batch-fixed-p4-d4": ("wigm-prf", {"batch": "yes"}, 9),
}
HOLDERS = re.compile(r"\t(Elected|Pending|Hopeful|Defeated):\s+(.*) \(([0-9.]+)\)")


@dataclass(frozen=True)
class Report:
    """What a report says of the end of a count, names with their blanks collapsed."""

    quota: str
    elected: frozenset[str]
    surpluses: tuple[str, ...]  # whose surplus is transferred, in order
    course: tuple[dict[str, str], ...]  # the votes after each action, where they differ from those before


def collapsed(name: str) -> str:
    return " ".join(name.split())


def read_report(path: Path, known: frozenset[str]) -> Report:
    text = path.read_text(encoding="utf-8")
    head, end = text.split("Action: Count Complete", maxsplit=1)
    course = [votes for part in text.split("Action: ")[1:] if (votes := votes_in(part, known))]
    elected = {n for status, names, _ in HOLDERS.findall(end) if status == "Elected" for n in names_in(names, known)}
    quotas = re.findall(r"\tQuota: ([0-9.]+)", end) or re.findall(r"\tQuota: ([0-9.]+)", head)
    surpluses = re.findall(r"Action: Surplus transferred: (.*) \([0-9.]+\)", text)
    return Report(quotas[0], frozenset(elected), tuple(map(collapsed, surpluses)), without_repeats(course))


def votes_in(part: str, known: frozenset[str]) -> dict[str, str]:
    return {name: amount for _, names, amount in HOLDERS.findall(part) for name in names_in(names, known)}


def without_repeats(course: list[dict[str, str]]) -> tuple[dict[str, str], ...]:
    return tuple(votes for place, votes in enumerate(course) if place == 0 or votes != course[place - 1])


def names_in(listed: str, known: frozenset[str]) -> Iterator[str]:
    """Yield the names of a list that is parted by commas, which a name may hold itself."""
    parts = listed.split(", ")
    while parts:
        length = next(n for n in range(1, len(parts) + 1) if collapsed(", ".join(parts[:n])) in known)
        yield collapsed(", ".join(parts[:length]))
        del parts[:length]


def reports() -> list[tuple[str, str]]:
    found = [path for path in sorted(DROOP.glob("report/**/*.txt")) if suffix_of(path.stem)]
    return [(str(path.relative_to(DROOP / "report").with_suffix("")), suffix_of(path.stem) or "") for path in found]


def suffix_of(stem: str) -> str | None:
    return next((suffix for suffix in RULES if stem.endswith(suffix)), None)


def names(file: RankedFile) -> dict[str, str]:
    """Return the name of each candidate who stands."""
    return {
        project.id: collapsed(name)
        for project, name in zip(file.instance.projects, file.candidates, strict=True)
        if project.standing is Standing.STANDING
    }


def course_of(outcome: Outcome, file: RankedFile) -> tuple[dict[str, str], ...]:
    """Return the votes at the end of each stage at which they changed."""
    named = names(file)
    ids = [project.id for project in file.instance.projects]
    course = []
    for step in stages(outcome):
        texts = step.figures["votes"]
        assert isinstance(texts, tuple)
        course.append({named[id_]: str(text) for id_, text in zip(ids, texts, strict=True) if id_ in named})
    return without_repeats(course)


@pytest.mark.parametrize(("stem", "suffix"), reports())
def test_a_count_goes_as_the_report_says(stem: str, suffix: str) -> None:
    rule, options, _ = RULES[suffix]
    file = read(DROOP / "blt" / f"{stem.removesuffix(suffix)}.blt")
    named = names(file)
    assert len(set(named.values())) == len(named)
    report = read_report(DROOP / "report" / f"{stem}.txt", frozenset(named.values()))
    outcome = count(file, rule, **options)
    assert {named[id_] for id_ in outcome.funded} == report.elected
    course = course_of(outcome, file)
    assert course[-1] == report.course[-1]
    if rule == "meek-prf":  # whose report leaves out the iterations that elect and exclude nobody
        iterations = iter(course)
        assert all(votes in iterations for votes in report.course)
    else:
        assert course == report.course
    quota = str(stages(outcome)[-1].figures["quota"])
    assert report.quota == (f"{quota}.00000" if rule == "scottish-stv" else quota)
    moved = tuple(named[step.project or ""] for step in outcome.steps if step.action == "transfer")
    # The other program lists a surplus of nothing, which Scotland's rule does not have.
    if rule == "wigm-prf":
        assert moved == report.surpluses
    else:
        assert moved == tuple(name for name in report.surpluses if name in moved)


def test_there_is_a_report_for_each_file_that_is_expected(shared_data: Path) -> None:
    assert shared_data.is_dir()
    found = [suffix for _, suffix in reports()]
    assert {suffix: found.count(suffix) for suffix in RULES} == {suffix: n for suffix, (_, _, n) in RULES.items()}


@pytest.mark.parametrize(
    ("stem", "tied", "chosen", "settled"),
    [
        ("scotland/weak-defeat", ("2", "3"), "2", "earlier-stage"),
        ("scotland/weak-surplus", ("5", "6"), "5", "lot"),
    ],
)
def test_ties_are_settled_as_the_reports_say(
    stem: str, tied: tuple[str, ...], chosen: str, settled: str, shared_data: Path
) -> None:
    outcome = count(read(shared_data / "ranked" / "vectors" / "droop" / "blt" / f"{stem}.blt"), "scottish-stv")
    assert [(tie.between, tie.chosen, tie.settled) for tie in outcome.ties][-1] == (tied, chosen, settled)


def test_the_predetermined_order_of_a_file_settles_its_tie(shared_data: Path) -> None:
    file = read(shared_data / "ranked" / "vectors" / "droop" / "blt" / "42t.blt")
    assert file.lot == ("3", "2", "1")
    outcome = count(file, "wigm-prf")
    assert [(tie.between, tie.chosen) for tie in outcome.ties] == []
    assert outcome.funded == ("1", "3")
