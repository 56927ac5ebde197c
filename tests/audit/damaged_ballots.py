"""Damage to ballots and voters: groups 04 and 05."""

from dataclasses import replace

from pbengine.audit.recount import recount
from pbengine.record.bundle import Bundle
from pbengine.record.entries import Entry, VoidEntry, encode_entry
from pbengine.record.merkle import leaf_hash
from tests.audit.damages import UNCOUNTED, Damaged, changed, damage, published, relogged, result_with
from tests.audit.town import CASTS, CLOSE, ELECTION, TOWN, VOIDED, Cast, ballots, build, drawn, lot_of

ADA_FIRST, ADA_LAST = CASTS[0], CASTS[3]
"""Of Ada's two ballots the second counts."""


@damage("04.03")
def an_earlier_ballot_is_put_back() -> Damaged:
    """m, l. It stands after the one that replaced it."""
    return published(build(casts=(ADA_LAST, *CASTS[1:3], ADA_FIRST, *CASTS[4:])))


@damage("04.03")
def two_ballots_of_a_voter_have_one_number() -> Damaged:
    """m, l."""
    again = replace(ADA_LAST, seq=1)
    return published(build(casts=(*CASTS[:3], again, *CASTS[4:]), counted=(*CASTS[1:3], ADA_FIRST, *CASTS[4:])))


@damage("04.04")
def the_opening_of_a_ballot_that_does_not_count_is_edited() -> Damaged:
    """m."""
    return changed("openings.jsonl", b'["bench"]', b'["trees"]')


@damage("04.04", "06.01", "06.02", "06.03", "06.04")
def the_opening_of_a_ballot_that_counts_is_edited() -> Damaged:
    """m."""
    return changed("openings.jsonl", b'["hall"]', b'["bench"]')


@damage("04.04")
def the_salt_of_an_opening_is_another() -> Damaged:
    """m."""
    openings = (replace(TOWN.openings[0], salt=drawn("other")), *TOWN.openings[1:])
    return published(replace(TOWN, openings=openings))


@damage("04.05")
def the_opening_of_a_ballot_that_does_not_count_is_missing() -> Damaged:
    """m."""
    return published(replace(TOWN, openings=TOWN.openings[1:]))


@damage("04.05", skips={"04.07", "06.01", *UNCOUNTED})
def the_opening_of_a_ballot_that_counts_is_missing() -> Damaged:
    """m."""
    return published(replace(TOWN, openings=TOWN.openings[:-1]))


@damage("04.05")
def a_ballot_is_opened_twice() -> Damaged:
    """m."""
    return published(replace(TOWN, openings=(*TOWN.openings, TOWN.openings[1])))


@damage("04.05")
def an_opening_is_of_no_ballot() -> Damaged:
    """m."""
    return published(replace(TOWN, openings=(*TOWN.openings, replace(TOWN.openings[0], idx=CLOSE))))


@damage("04.05")
def openings_are_out_of_order() -> Damaged:
    """m."""
    lines = TOWN.files()["openings.jsonl"].splitlines(keepends=True)
    return changed("openings.jsonl", lines[0] + lines[1], lines[1] + lines[0])


@damage("04.05")
def a_line_is_no_opening() -> Damaged:
    """m. That of a ballot that does not count."""
    return changed("openings.jsonl", b'"idx":1,', b'"idx":1, ')


def _earlier_ballot_of(*projects: str) -> Damaged:
    """m, l. Ada's first ballot, which does not count, so that nothing but its validity is touched."""
    return published(build(casts=(replace(ADA_FIRST, projects=projects), *CASTS[1:])))


@damage("04.06")
def a_ballot_is_too_long() -> Damaged:
    """m, l."""
    return _earlier_ballot_of("bench", "hall", "trees")


@damage("04.06")
def a_ballot_is_empty() -> Damaged:
    """m, l."""
    return _earlier_ballot_of()


@damage("04.06")
def a_ballot_names_what_is_not_on_the_ballot() -> Damaged:
    """m, l."""
    return _earlier_ballot_of("bench", "castle")


@damage("04.06")
def a_ballot_names_a_project_twice() -> Damaged:
    """m, l."""
    return _earlier_ballot_of("bench", "bench")


@damage("04.06")
def a_ballot_is_over_budget() -> Damaged:
    """m, l."""
    ballot = replace(ELECTION.ballot, limits=replace(ELECTION.limits, max_sum_cost=70_000))
    casts = (replace(ADA_FIRST, projects=("trees", "hall")), *(c for c in CASTS[1:] if len(c.projects) == 1))
    return published(build(casts=casts, election=replace(ELECTION, ballot=ballot)))


@damage("04.06", "06.01", skips=UNCOUNTED)
def a_ballot_that_counts_is_too_long() -> Damaged:
    """m, l."""
    casts = (*CASTS[:2], Cast("Cem", 1, ("bench", "hall", "trees")), *CASTS[3:])
    return published(build(casts=casts, counted=CASTS))


@damage("04.07", "06.01", "06.04")
def an_earlier_ballot_is_published() -> Damaged:
    """m."""
    counted = (ADA_FIRST, *(cast for cast in CASTS[1:] if cast != ADA_LAST))
    return published(replace(TOWN, result_pb=recount(ELECTION, ballots(counted), lot_of(TOWN)).result_pb))


@damage("04.07", "05.05", "06.01", "06.04")
def a_void_ballot_is_published() -> Damaged:
    """m."""
    counted = [*ballots(CASTS), *ballots([replace(VOIDED, voter="Zoe")])]
    return published(replace(TOWN, result_pb=recount(ELECTION, counted, lot_of(TOWN)).result_pb))


def _void_after_the_close(entry: Entry) -> Damaged:
    return relogged(CLOSE, TOWN.entries[CLOSE], encode_entry(entry))


@damage("04.08")
def a_void_names_an_unknown_leaf() -> Damaged:
    """m, l."""
    return _void_after_the_close(VoidEntry("spoiled", leaf=drawn("leaf")))


@damage("04.08")
def a_void_names_an_unknown_voter() -> Damaged:
    """m, l."""
    return _void_after_the_close(VoidEntry("spoiled", cred=drawn("cred")))


@damage("04.08")
def a_void_names_nothing() -> Damaged:
    """m, l."""
    return _void_after_the_close(VoidEntry("spoiled"))


@damage("04.08")
def a_void_gives_no_reason() -> Damaged:
    """m, l. It names the ballot that is void already."""
    index = CASTS.index(VOIDED) + 1
    return _void_after_the_close(VoidEntry(" ", leaf=leaf_hash(TOWN.entries[index])))


@damage("05.01")
def the_roll_is_shorter_than_the_voters() -> Damaged:
    """-."""
    return Damaged(Bundle(TOWN.sealed()), roll_count=5)


@damage("05.01")
def the_frozen_roll_is_shorter_than_the_voters() -> Damaged:
    """m, l."""
    return published(build(election=replace(ELECTION, eligible=5)))


@damage("05.05", "06.02", "06.03")
def the_result_does_not_say_how_many_voted() -> Damaged:
    """m, l."""
    return result_with(lambda result: result.pop("votes"))


@damage("05.05", "06.02", "06.03")
def the_result_says_that_more_voted() -> Damaged:
    """m, l."""
    return result_with(lambda result: result.update(votes=6))
