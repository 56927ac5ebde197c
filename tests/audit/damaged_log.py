"""Damage to the log: group 03."""

import hashlib
from dataclasses import replace

from pbengine.record.bundle import Bundle
from pbengine.record.checkpoint import Checkpoint, sign_checkpoint
from pbengine.record.election import ActsTree
from pbengine.record.entries import ActEntry, CloseEntry, OpenEntry, VoidEntry, encode_entry
from pbengine.record.merkle import leaf_hash, root_of
from tests.audit.damages import UNCOUNTED, UNREAD, Damaged, changed, damage, published, relogged, sealed
from tests.audit.town import CASTS, CLOSE, ELECTION, LOG, ORIGIN, OTHER, RESULT, SEED, TOWN, VOID, build, drawn


def _close_line(old: str, new: str) -> Damaged:
    line = TOWN.entries[CLOSE].decode()
    assert old in line
    return relogged(CLOSE, line.replace(old, new).encode())


@damage("03.01", "05.05", skips=UNREAD)
def a_line_has_blanks() -> Damaged:
    """m, l."""
    return _close_line('"v":1', '"v": 1')


@damage("03.01", "05.05", skips=UNREAD)
def the_keys_of_a_line_are_out_of_order() -> Damaged:
    """m, l."""
    return _close_line('"ballots":7,"creds":6', '"creds":6,"ballots":7')


@damage("03.01", "05.05", skips=UNREAD)
def a_line_has_a_key_twice() -> Damaged:
    """m, l."""
    return _close_line('"creds":6', '"creds":6,"creds":6')


@damage("03.01", "05.05", skips=UNREAD)
def a_line_has_a_float() -> Damaged:
    """m, l."""
    return _close_line('"creds":6', '"creds":6.0')


@damage("03.01", "05.05", skips=UNREAD)
def a_line_has_a_number_too_large() -> Damaged:
    """m, l."""
    return _close_line('"creds":6', '"creds":9007199254740992')


@damage("03.01", "05.05", skips=UNREAD)
def a_line_has_a_null() -> Damaged:
    """m, l."""
    return _close_line('"creds":6', '"creds":null')


@damage("03.01", "05.05", skips=UNREAD)
def a_line_has_a_key_that_is_not_ascii() -> Damaged:
    """m, l."""
    return _close_line('"void":1', '"void":1,"ä":6')


@damage("03.01", "05.05", skips=UNREAD)
def a_line_is_of_an_unknown_kind() -> Damaged:
    """m, l."""
    return _close_line('"close"', '"shut"')


@damage("03.01", "05.05", skips=UNREAD)
def the_log_does_not_end_with_a_newline() -> Damaged:
    """m."""
    files = TOWN.files()
    return sealed({**files, "log/entries.jsonl": files["log/entries.jsonl"][:-1]})


@damage("03.02")
def an_entry_is_changed() -> Damaged:
    """m. The reason for a void, on which nothing else depends."""
    return changed("log/entries.jsonl", b"paper ballot", b"Paper ballot")


@damage("03.02", "03.06", skips={"03.07"})
def an_entry_is_dropped() -> Damaged:
    """m. The close, on which the least depends."""
    return changed("log/entries.jsonl", TOWN.entries[CLOSE] + b"\n", b"")


@damage("03.02")
def two_entries_are_swapped() -> Damaged:
    """m. Two ballots, with their openings."""
    entries = (*TOWN.entries[:2], TOWN.entries[3], TOWN.entries[2], *TOWN.entries[4:])
    first, second = TOWN.openings[1:3]
    openings = (TOWN.openings[0], replace(second, idx=2), replace(first, idx=3), *TOWN.openings[3:])
    signed = {path: data for path, data in TOWN.files().items() if path.startswith("log/checkpoints")}
    return sealed({**replace(TOWN, entries=entries, openings=openings).files(), **signed})


@damage("03.02")
def the_end_of_the_log_is_not_signed() -> Damaged:
    """m."""
    files = TOWN.files()
    del files[f"log/checkpoints/{len(TOWN.entries)}.note"]
    return sealed(files)


@damage("03.03")
def history_is_rewritten_and_signed_anew() -> Damaged:
    """m, l. Run with a checkpoint that the auditor kept."""
    other = build(casts=(CASTS[2], CASTS[0], CASTS[1], *CASTS[3:]))
    return replace(published(other), previous=TOWN.checkpoint(4).encode())


@damage("03.03")
def the_earlier_checkpoint_is_not_of_this_log() -> Damaged:
    """-."""
    return Damaged(Bundle(TOWN.sealed()), previous=TOWN.checkpoint(4, OTHER).encode())


@damage("03.03")
def the_log_is_shorter_than_it_was() -> Damaged:
    """-."""
    longer = sign_checkpoint(Checkpoint(ORIGIN, 99, drawn("root")), LOG)
    return Damaged(Bundle(TOWN.sealed()), previous=longer.encode())


@damage("03.02", "03.04")
def a_second_checkpoint_of_one_size_has_another_root() -> Damaged:
    """m."""
    fork = sign_checkpoint(Checkpoint(ORIGIN, 4, drawn("root")), LOG)
    return sealed({**TOWN.files(), "log/checkpoints/4-other.note": fork.encode()})


@damage("03.04")
def a_checkpoint_stands_under_another_size() -> Damaged:
    """m."""
    files = TOWN.files()
    files["log/checkpoints/5.note"] = files.pop("log/checkpoints/4.note")
    return sealed(files)


@damage("03.05", "06.02", "06.03", "06.04", "06.05")
def a_cost_is_changed() -> Damaged:
    """m."""
    return changed("election.json", b'"cost":50000', b'"cost":40000')


@damage("03.05", "06.03", "06.05")
def the_number_of_persons_on_the_roll_is_changed() -> Damaged:
    """m. It does not reach the count; the hash of the election, which the result names, does."""
    return changed("election.json", b'"eligible":9', b'"eligible":99')


@damage("03.05")
def the_log_is_opened_twice() -> Damaged:
    """m, l."""
    again = OpenEntry(drawn("another election"), (LOG.key,))
    return relogged(VOID, TOWN.entries[VOID], encode_entry(again))


@damage("03.05", "04.04", skips={"02.05", "03.10", "04.06", "04.07", "05.01", "06.01", "07.03", "07.05", *UNCOUNTED})
def the_election_is_no_election() -> Damaged:
    """m, l. Everything is signed for a document that says nothing."""
    data = b'{"v":1}'
    opening = OpenEntry(hashlib.sha256(data).digest(), (ELECTION.keys.log, ELECTION.keys.receipt))
    town = TOWN.logging(encode_entry(opening), *TOWN.entries[1:])
    return sealed({**town.files(), "election.json": data})


@damage("03.06", skips={"03.07"})
def the_vote_is_closed_twice() -> Damaged:
    """m, l."""
    return relogged(SEED, encode_entry(CloseEntry(7, 6, 2, 0)), TOWN.entries[SEED])


@damage("03.06")
def a_ballot_stands_after_the_close() -> Damaged:
    """m, l. The close counts what stands before it."""
    entries = TOWN.entries
    close = encode_entry(CloseEntry(6, 5, 1, 0))
    openings = (*TOWN.openings[:-1], replace(TOWN.openings[-1], idx=CLOSE))
    late = (*entries[: VOID - 1], entries[VOID], close, entries[VOID - 1])
    return published(replace(TOWN, openings=openings).logging(*late, *entries[SEED:]))


@damage("03.06")
def the_result_stands_before_the_seed() -> Damaged:
    """m, l."""
    return published(TOWN.logging(*TOWN.entries[:SEED], TOWN.entries[RESULT], TOWN.entries[SEED]))


@damage("03.06")
def a_public_act_stands_after_the_close() -> Damaged:
    """m, l."""
    act = ActEntry("voting-ended-early", "2026-05-10T08:00:00Z", "facilitator", {})
    return published(TOWN.logging(*TOWN.entries[:SEED], encode_entry(act), *TOWN.entries[SEED:]))


@damage("03.07")
def the_close_counts_a_ballot_too_many() -> Damaged:
    """m, l."""
    return relogged(CLOSE, encode_entry(CloseEntry(8, 6, 1, 0)))


@damage("03.07")
def the_close_counts_paper_that_is_not_there() -> Damaged:
    """m, l."""
    return relogged(CLOSE, encode_entry(CloseEntry(7, 6, 1, 1)))


@damage("03.07", "03.08")
def an_entry_is_repeated() -> Damaged:
    """m, l. The void, so that no ballot is counted twice."""
    return relogged(VOID, TOWN.entries[VOID], TOWN.entries[VOID])


@damage("03.10")
def a_public_act_is_changed() -> Damaged:
    """m."""
    return changed("acts/entries.jsonl", b"A bench", b"A wrench")


@damage("03.10")
def a_public_act_is_left_out() -> Damaged:
    """m."""
    return published(replace(TOWN, acts=TOWN.acts[:-1]))


@damage("03.10")
def a_public_act_is_no_act() -> Damaged:
    """m, l. Frozen as it is."""
    acts = (*TOWN.acts, encode_entry(VoidEntry("no act", cred=drawn("cred"))))
    tree = ActsTree(len(acts), root_of(leaf_hash(act) for act in acts))
    return published(replace(build(election=replace(ELECTION, acts=tree)), acts=acts))
