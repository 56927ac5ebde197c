"""Damage to the result and to promises: groups 06 and 07."""

import json
from dataclasses import replace

from pbengine.record.bundle import Bundle
from pbengine.record.entries import ResultEntry, SeedEntry, encode_entry, parse_entry
from tests.audit.damages import Damaged, changed, damage, published, relogged, renamed_result, result_with
from tests.audit.town import CASTS, RESULT, SEED, TOWN, Cast, build, drawn


@damage("06.01", "06.04")
def a_published_ballot_is_replaced() -> Damaged:
    """m."""
    return changed("result.pb", b"4;trees\n", b"4;pool\n")


@damage("05.05", "06.01", "06.04")
def a_published_ballot_is_left_out() -> Damaged:
    """m."""
    files = TOWN.files()["result.pb"].replace(b"num_votes;5", b"num_votes;4").replace(b"5;trees,hall\n", b"")
    return published(replace(TOWN, result_pb=files))


@damage("05.05", "06.01", "06.04", skips={"04.07"})
def the_published_ballots_cannot_be_read() -> Damaged:
    """m."""
    return changed("result.pb", b"vote_type;approval", b"vote_type;shouting")


@damage("06.02", "06.03")
def a_winner_is_swapped() -> Damaged:
    """m, l."""
    return result_with(lambda result: result.update(funded=["trees", "bench"]))


@damage("06.02", "06.03")
def a_tie_is_told_otherwise() -> Damaged:
    """m, l."""
    return result_with(lambda result: result["ties"][0].update(chosen="bench"))


@damage("06.02", "06.03")
def a_figure_of_a_step_is_rounded() -> Damaged:
    """m, l."""
    return result_with(lambda result: result["steps"][0].update(left="800.00"))


@damage("06.02", "06.03")
def a_reason_is_added() -> Damaged:
    """m, l."""
    return result_with(lambda result: result["projects_detail"]["bench"].update(note="unlucky"))


@damage("05.05", "06.02", "06.03", skips={"06.05", "07.05"})
def the_result_is_no_json() -> Damaged:
    """m, l."""
    return renamed_result(TOWN.result_json[:-1])


@damage("06.03")
def the_keys_of_the_result_are_in_another_order() -> Damaged:
    """m, l."""
    document = json.loads(TOWN.result_json)
    return renamed_result(json.dumps(dict(reversed(document.items())), ensure_ascii=False).encode())


@damage("06.03")
def the_log_names_another_result() -> Damaged:
    """m, l."""
    return relogged(RESULT, encode_entry(ResultEntry(drawn("another result"))))


@damage("06.04")
def the_line_ends_of_the_published_ballots_are_others() -> Damaged:
    """m."""
    return published(replace(TOWN, result_pb=TOWN.result_pb.replace(b"\n", b"\r\n")))


@damage("06.03", "06.05")
def the_result_names_another_option() -> Damaged:
    """m, l."""
    return result_with(lambda result: result["options"].update(order="score-per-cost"))


@damage("06.03", "06.05")
def the_result_names_another_rule() -> Damaged:
    """m, l."""
    return result_with(lambda result: result.update(rule="greedy-no-skip"))


@damage("06.03", "06.05")
def the_result_names_another_kind_of_lot() -> Damaged:
    """m, l."""
    return result_with(lambda result: result["lot"].update(kind="order"))


@damage("06.03", "06.05")
def the_result_is_of_another_election() -> Damaged:
    """m, l."""
    return result_with(lambda result: result.update(election="AAAA"))


@damage("07.01")
def a_ballot_is_dropped_after_its_receipt() -> Damaged:
    """m, l."""
    return replace(published(build(casts=CASTS[:-1])), receipts={"Fay": TOWN.receipt(len(CASTS))})


@damage("07.07")
def a_ballot_is_replaced_behind_its_voters_back() -> Damaged:
    """m, l. Whoever keeps the log adds one under Fay's pseudonym, and counts that."""
    receipts = {"Fay": TOWN.receipt(len(CASTS)), "Ben": TOWN.receipt(2)}
    return replace(published(build(casts=(*CASTS, Cast("Fay", 2, ("trees",))))), receipts=receipts)


@damage("07.03")
def the_seed_is_not_what_was_promised() -> Damaged:
    """m, l."""
    return published(build(secret=drawn("another secret")))


@damage("07.03")
def the_log_names_another_seed() -> Damaged:
    """m, l."""
    return relogged(SEED, encode_entry(SeedEntry(("secret",), drawn("seed"))))


@damage("07.03")
def the_log_names_other_sources() -> Damaged:
    """m, l."""
    entry = parse_entry(TOWN.entries[SEED])
    assert isinstance(entry, SeedEntry)
    return relogged(SEED, encode_entry(replace(entry, sources=("dice",))))


@damage("07.03", skips={"06.02", "06.03", "06.04", "06.05", "07.05"})
def the_seed_cannot_be_read() -> Damaged:
    """m."""
    return changed("seed.json", b'"v":1', b'"v":2')


@damage("06.03", "07.05")
def the_order_of_the_lot_is_another() -> Damaged:
    """m, l."""
    return result_with(lambda result: result["lot"]["order"].reverse())


@damage("06.03", "06.05", "07.05")
def the_result_has_no_lot() -> Damaged:
    """m, l."""
    return result_with(lambda result: result.pop("lot"))


@damage("07.06")
def a_proof_is_for_the_neighbour() -> Damaged:
    """-."""
    proof = replace(TOWN.proof(3), index=2)
    return Damaged(Bundle(TOWN.sealed()), proofs={"Ben": proof.text.encode()})


@damage("07.06")
def a_proof_is_for_an_entry_that_is_not_there() -> Damaged:
    """-."""
    proof = replace(TOWN.proof(3), index=99)
    return Damaged(Bundle(TOWN.sealed()), proofs={"Ben": proof.text.encode()})


@damage("07.06")
def a_proof_file_is_malformed() -> Damaged:
    """-."""
    return Damaged(Bundle(TOWN.sealed()), proofs={"Ben": b"\xff" + TOWN.proof(3).text.encode()})
