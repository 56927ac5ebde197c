"""Group 07: what was promised to voters and before the vote was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.audit.differences import differences
from pbengine.audit.errors import NotGivenError
from pbengine.audit.reading import read_text
from pbengine.audit.register import check
from pbengine.record.encoding import b64
from pbengine.record.entries import SeedEntry
from pbengine.record.errors import RecordError
from pbengine.record.proofs import InclusionProof
from pbengine.record.publication import ENTRIES, RESULT_JSON, SEED
from pbengine.record.receipts import tracker
from pbengine.record.seeds import seed_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.audit.case import Case


@check("07.01", "the ballot of every receipt is in the log")
def receipts_are_kept(case: Case) -> Iterator[str]:
    """Find receipts whose ballot was left out: the receipt proves the fault."""
    if not case.given.receipts:
        raise NotGivenError("no receipt was given")
    leaves = set(case.log.leaves)
    for receipt in case.receipts:
        if receipt.value is not None and receipt.value.leaf not in leaves:
            leaf = receipt.value.leaf
            yield f"receipt {receipt.path}: no entry has its leaf {b64(leaf)} ({tracker(leaf)})"


@check("07.03", "the seed is that of the sources named before voting opened")
def seed_keeps_the_promise(case: Case) -> Iterator[str]:
    """Find a seed that is not what election.json promised, of another election, or not what the log says."""
    if case.seed.value is None and SEED in case.bundle.files:
        yield f"{case.seed.path} {case.seed.fault}"
        return
    seed = case.seed.get()
    if not seed.keeps(case.election.get().lot):
        yield f"{SEED} is not what election.json promised"
    if seed.election != case.opening.election:
        yield f"{SEED} is of the election {b64(seed.election)}; {ENTRIES}, line 1 opens {b64(case.opening.election)}"
    expected, logged = seed_entry(seed), case.only(SeedEntry)
    if logged != expected:
        yield f"{SEED} has {_described(expected)}; the log says {_described(logged)}"


def _described(entry: SeedEntry) -> str:
    return f"SHA-256 {b64(entry.seed)} and the sources {', '.join(entry.sources)}"


@check("07.05", "the order that settled ties is the one drawn from the seed")
def lot_is_drawn_from_the_seed(case: Case) -> Iterator[str]:
    """Find a lot in the result that the seed does not give."""
    lot = case.result.get().get("lot")
    order = lot.get("order") if isinstance(lot, dict) else None
    yield from differences(order, list(case.lot.order), place=f"{RESULT_JSON}.lot.order")


@check("07.06", "every proof file holds")
def proofs_hold(case: Case) -> Iterator[str]:
    """Find proof files that do not prove that the log's entry at their index stands there."""
    if not case.given.proofs:
        raise NotGivenError("no proof file was given")
    key, leaves = case.log_key, case.log.leaves
    for name, data in case.given.proofs.items():
        proof = read_text(name, data, InclusionProof.parse)
        if proof.value is None:
            yield f"proof {name} {proof.fault}"
        elif proof.value.index >= len(leaves):
            yield f"proof {name} is about index {proof.value.index}; the log has {len(leaves)} entries"
        else:
            try:
                proof.value.verify(leaves[proof.value.index], key)
            except RecordError as error:
                yield f"proof {name} does not hold for the entry at index {proof.value.index}: {error}"


@check("07.07", "no ballot with a receipt was replaced by one without")
def receipts_are_of_the_last_ballots(case: Case) -> Iterator[str]:
    """Find ballots put in the place of one that a voter has a receipt of; who voted again has that receipt too."""
    if not case.given.receipts:
        raise NotGivenError("no receipt was given")
    promised = {receipt.value.leaf for receipt in case.receipts if receipt.value is not None}
    for ballots in case.box.by_cred.values():
        last = max(ballots, key=lambda ballot: ballot.entry.seq)
        for ballot in ballots if last.leaf not in promised else ():
            if ballot.leaf in promised:
                yield (
                    f"the ballot at index {ballot.idx} ({tracker(ballot.leaf)}), of which there is a receipt, "
                    f"was replaced by that at index {last.idx}, of which there is none"
                )
