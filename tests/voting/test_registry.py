from fractions import Fraction

import pytest

from pbengine.voting.errors import BallotKindError, LotError, OptionsError, UnknownRuleError
from pbengine.voting.instance import Instance, Project
from pbengine.voting.lot import Lot
from pbengine.voting.outcome import Outcome
from pbengine.voting.profile import BallotKind, Profile
from pbengine.voting.registry import Choice, Groups, Number, OptionValue, Rule, Source, find_rule, rule, rules

SOURCE = Source("A. Author, A paper, 2020", "section 1")


def echo(instance: Instance, profile: Profile, *, lot: Lot, **options: OptionValue) -> Outcome:
    """Return the options as the function had them."""
    assert instance.projects
    assert profile.project_count
    assert lot.order
    return Outcome("echo", options, (), 0, (), (), {})


ECHO = Rule(
    id="echo",
    name="Echo",
    summary="Says what it was told.",
    ballots=(BallotKind.APPROVAL,),
    options=(
        Choice("exhaustive-stop", "whether to stop", ("no", "yes")),
        Number("increment", "how much", 1, least=1, most=9),
        Number("share", "which part", Fraction(1, 2), most=1, whole="fraction"),
        Groups("groups", "which exclude each other"),
    ),
    source=SOURCE,
    count=echo,
)
ONE = Instance((Project("a", 1),), budget=1)
BALLOTS = Profile.from_ballots(BallotKind.APPROVAL, 1, [[0]])


def test_options_have_dashes_outside_and_underscores_as_keywords() -> None:
    outcome = ECHO.tally(ONE, BALLOTS, lot=Lot(("a",)), **{"exhaustive-stop": "yes", "increment": "3"})
    assert outcome.options == {"exhaustive_stop": "yes", "increment": 3, "share": Fraction(1, 2), "groups": ""}


def test_every_bad_option_is_named_at_once() -> None:
    given: dict[str, OptionValue] = {"exhaustive-stop": "maybe", "increment": 10, "share": "1/0", "groups": "7", "x": 1}
    with pytest.raises(OptionsError) as caught:
        ECHO.settings(given)
    assert caught.value.faults == (
        "there is no option 'x'; the options are exhaustive-stop, increment, share, groups",
        "exhaustive-stop is one of no, yes, not 'maybe'",
        "increment is 1 to 9, not 10",
        "share is a number such as 2.5 or 5/2, not '1/0'",
        "groups is a list of groups such as 7+12,3+4+5, not '7'",
    )


@pytest.mark.parametrize("value", ["1e9999999999", "", "NaN", "1.5", "9" * 31, "1,5", "0x1"])
def test_a_whole_number_is_written_in_plain_digits(value: str) -> None:
    with pytest.raises(OptionsError):
        ECHO.settings({"increment": value})


@pytest.mark.parametrize(("value", "read"), [("0.25", Fraction(1, 4)), (" 1/3 ", Fraction(1, 3)), (1, Fraction(1))])
def test_a_fraction_is_read_exactly(value: OptionValue, read: Fraction) -> None:
    assert ECHO.settings({"share": value})["share"] == read


def test_groups_lose_their_blanks() -> None:
    assert ECHO.settings({"groups": " 7 + 12, 3+4+5 "})["groups"] == "7+12,3+4+5"
    assert ECHO.settings({"groups": "  "})["groups"] == ""


@pytest.mark.parametrize("value", ["7+", "7+7", "7+8,", "+", ","])
def test_a_group_has_two_projects(value: str) -> None:
    with pytest.raises(OptionsError):
        ECHO.settings({"groups": value})


def test_a_rule_refuses_ballots_and_lots_that_are_not_its_own() -> None:
    with pytest.raises(BallotKindError) as caught:
        ECHO.tally(ONE, Profile.from_ballots(BallotKind.ORDINAL, 1, [[0]]), lot=Lot(("a",)))
    assert caught.value.takes == ("approval",)
    with pytest.raises(LotError):
        ECHO.tally(ONE, BALLOTS, lot=Lot(("b",)))


def test_an_unknown_rule_lists_the_known_ones() -> None:
    with pytest.raises(UnknownRuleError) as caught:
        find_rule("dictatorship")
    assert caught.value.known == tuple(entry.id for entry in rules())


@pytest.mark.parametrize(
    ("id_", "name", "source"),
    [("Not Kebab", "Name", SOURCE), ("made-up", "", SOURCE), ("made-up", "Name", Source("A paper", ""))],
)
def test_a_rule_without_an_id_a_name_or_a_source_is_refused(id_: str, name: str, source: Source) -> None:
    with pytest.raises(ValueError, match=r"kebab case|needs a name"):
        rule(id=id_, name=name, summary="It counts.", ballots=(BallotKind.APPROVAL,), source=source)
    assert "made-up" not in {entry.id for entry in rules()}
