import hashlib
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.record.errors import ProofError
from pbengine.record.merkle import (
    EMPTY_ROOT,
    MerkleTree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

# The test entries of the first Certificate Transparency code, with the roots of the trees over 1, 2, ... of them.
ENTRIES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962 section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*naive_path(index, leaves[:split]), naive_root(leaves[split:])]
    return [*naive_path(index - split, leaves[split:]), naive_root(leaves[:split])]


def naive_subproof(earlier: int, leaves: list[bytes], *, known: bool) -> list[bytes]:
    """RFC 6962 section 2.1.2, word for word."""
    if earlier == len(leaves):
        return [] if known else [naive_root(leaves)]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if earlier <= split:
        return [*naive_subproof(earlier, leaves[:split], known=known), naive_root(leaves[split:])]
    return [*naive_subproof(earlier - split, leaves[split:], known=False), naive_root(leaves[:split])]


def leaves_of(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def is_refused(check: Callable[[], None]) -> bool:
    try:
        check()
    except ProofError:
        return True
    return False


def test_the_roots_of_the_certificate_transparency_entries_are_the_published_ones() -> None:
    tree = MerkleTree()
    assert tree.root() == EMPTY_ROOT == hashlib.sha256(b"").digest()
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        tree.append(leaf)
        assert tree.root().hex() == root
    assert tree.size == len(LEAVES)


@pytest.mark.parametrize("count", range(70))
def test_the_growing_tree_is_the_tree_of_the_recursive_definition(count: int) -> None:
    assert root_of(leaves_of(count)) == naive_root(leaves_of(count))


@pytest.mark.parametrize("count", range(1, 34))
def test_every_inclusion_proof_is_that_of_the_definition_and_holds(count: int) -> None:
    leaves = leaves_of(count)
    root = root_of(leaves)
    for index in range(count):
        proof = inclusion_proof(leaves, index)
        assert list(proof) == naive_path(index, leaves)
        verify_inclusion(proof, leaf=leaves[index], index=index, size=count, root=root)


@pytest.mark.parametrize("count", range(1, 34))
def test_every_consistency_proof_is_that_of_the_definition_and_holds(count: int) -> None:
    leaves = leaves_of(count)
    for earlier in range(1, count + 1):
        proof = consistency_proof(leaves, earlier)
        assert list(proof) == naive_subproof(earlier, leaves, known=True)
        verify_consistency(
            proof, earlier=earlier, earlier_root=root_of(leaves[:earlier]), later=count, later_root=root_of(leaves)
        )


@given(st.data())
def test_a_wrong_inclusion_proof_is_refused(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 40))
    index = data.draw(st.integers(0, count - 1))
    leaves = leaves_of(count)
    root = root_of(leaves)
    proof = list(inclusion_proof(leaves, index))
    wrong = {
        "another leaf": (proof, leaf_hash(b"other"), index, count, root),
        "another root": (proof, leaves[index], index, count, leaf_hash(b"other")),
        "one hash more": ([*proof, root], leaves[index], index, count, root),
        "one hash more in front": ([root, *proof], leaves[index], index, count, root),
        "an index outside": (proof, leaves[index], count, count, root),
        "an index below 0": (proof, leaves[index], -1, count, root),
        "a hash cut short": (proof, leaves[index][:-1], index, count, root),
    }
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        changed = [*proof]
        changed[place] = bytes([changed[place][0] ^ 1]) + changed[place][1:]
        wrong["a bit changed"] = (changed, leaves[index], index, count, root)
        wrong["one hash less"] = (proof[:-1], leaves[index], index, count, root)
        wrong["the neighbour's index"] = (proof, leaves[index], index ^ 1, count, root)
        wrong["a long hash"] = ([proof[0] + b"\0", *proof[1:]], leaves[index], index, count, root)
    for what, (hashes, leaf, at, size, top) in wrong.items():
        check = partial(verify_inclusion, hashes, leaf=leaf, index=at, size=size, root=top)
        assert is_refused(check), f"{what} was taken"


@given(st.data())
def test_a_wrong_consistency_proof_is_refused(data: st.DataObject) -> None:
    later = data.draw(st.integers(2, 40))
    earlier = data.draw(st.integers(1, later - 1))
    leaves = leaves_of(later)
    old, new = root_of(leaves[:earlier]), root_of(leaves)
    proof = list(consistency_proof(leaves, earlier))
    place = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof]
    changed[place] = bytes([changed[place][0] ^ 1]) + changed[place][1:]
    wrong = {
        "a bit changed": (changed, earlier, old, later, new),
        "one hash less": (proof[:-1], earlier, old, later, new),
        "one hash more": ([*proof, new], earlier, old, later, new),
        "another earlier root": (proof, earlier, leaf_hash(b"other"), later, new),
        "another later root": (proof, earlier, old, later, leaf_hash(b"other")),
        "the sizes exchanged": (proof, later, old, earlier, new),
        "no growth": (proof, later, new, later, new),
        "from nothing": (proof, 0, EMPTY_ROOT, later, new),
        "a hash cut short": ([proof[0][:-1], *proof[1:]], earlier, old, later, new),
    }
    for what, (hashes, size, root, grown, top) in wrong.items():
        check = partial(verify_consistency, hashes, earlier=size, earlier_root=root, later=grown, later_root=top)
        assert is_refused(check), f"{what} was taken"


def test_the_empty_tree_is_a_prefix_of_all_and_every_tree_of_itself() -> None:
    root = root_of(LEAVES)
    verify_consistency((), earlier=0, earlier_root=EMPTY_ROOT, later=8, later_root=root)
    verify_consistency((), earlier=8, earlier_root=root, later=8, later_root=root)
    with pytest.raises(ProofError):
        verify_consistency((), earlier=0, earlier_root=root, later=8, later_root=root)
    with pytest.raises(ProofError):
        verify_consistency((), earlier=8, earlier_root=LEAVES[0], later=8, later_root=root)


def test_proofs_of_what_is_not_there_are_not_made() -> None:
    with pytest.raises(ProofError):
        inclusion_proof(LEAVES, len(LEAVES))
    with pytest.raises(ProofError):
        consistency_proof(LEAVES, len(LEAVES) + 1)
    with pytest.raises(ProofError):
        MerkleTree([b"short"])


def test_a_leaf_is_no_node() -> None:
    pair = node_hash(LEAVES[0], LEAVES[1])
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != pair
