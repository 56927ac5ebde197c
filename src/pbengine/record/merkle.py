"""The Merkle tree of RFC 6962: one hash that stands for a whole log, and short proofs about it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pbengine.record.encoding import HASH_BYTES
from pbengine.record.errors import ProofError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
LONGEST_PROOF = 64


def leaf_hash(entry: bytes) -> bytes:
    """Return ``SHA-256(0x00 || entry)``.

    References
    ----------
    B. Laurie, A. Langley, E. Kasper, *Certificate Transparency*, RFC 6962, 2013, section 2.1.

    Examples
    --------
    >>> leaf_hash(b"").hex()[:8]
    '6e340b9c'
    """
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return ``SHA-256(0x01 || left || right)``."""
    return hashlib.sha256(b"\1" + left + right).digest()


class MerkleTree:
    """A growing tree that keeps only the roots of its full subtrees: twenty hashes for a million leaves.

    Examples
    --------
    >>> tree = MerkleTree([leaf_hash(b"a"), leaf_hash(b"b")])
    >>> tree.size, tree.root() == node_hash(leaf_hash(b"a"), leaf_hash(b"b"))
    (2, True)
    >>> tree.append(leaf_hash(b"c"))
    >>> tree.root() == node_hash(node_hash(leaf_hash(b"a"), leaf_hash(b"b")), leaf_hash(b"c"))
    True
    """

    __slots__ = ("_peaks", "_size")

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._peaks: list[bytes] = []
        self._size = 0
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._size

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash at the end."""
        _require_hashes((leaf,))
        size, node = self._size, leaf
        while size & 1:
            node = node_hash(self._peaks.pop(), node)
            size >>= 1
        self._peaks.append(node)
        self._size += 1

    def root(self) -> bytes:
        """Return the root hash; of the empty tree it is ``SHA-256("")``."""
        if not self._peaks:
            return EMPTY_ROOT
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = node_hash(peak, node)
        return node


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root of the tree over these leaf hashes."""
    return MerkleTree(leaves).root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the siblings on the way from leaf ``index`` up to the root of the tree over ``leaves``.

    Raises
    ------
    ProofError
        if there is no such leaf.

    References
    ----------
    RFC 6962, section 2.1.1.
    """
    if not 0 <= index < len(leaves):
        raise ProofError(f"a tree of {len(leaves)} leaves has no leaf {index}")
    proof = []
    level = list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        level = _parents(level)
        index >>= 1
    return tuple(proof)


def _parents(level: list[bytes]) -> list[bytes]:
    """Return the level above; an odd node at the end moves up as it is."""
    paired = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return [*paired, level[-1]] if len(level) % 2 else paired


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> tuple[bytes, ...]:
    """Return the hashes which show that the tree over the first ``earlier`` leaves is a prefix of the tree over all.

    Raises
    ------
    ProofError
        if ``earlier`` is larger than the tree.

    References
    ----------
    RFC 6962, section 2.1.2.
    """
    if not 0 <= earlier <= len(leaves):
        raise ProofError(f"a tree of {len(leaves)} leaves had never {earlier}")
    if earlier in (0, len(leaves)):
        return ()
    proof: list[bytes] = []
    first, last, known = 0, len(leaves), True
    while earlier != last:
        middle = first + _split(last - first)
        if earlier <= middle:
            proof.append(root_of(leaves[middle:last]))
            last = middle
        else:
            proof.append(root_of(leaves[first:middle]))
            first, known = middle, False
    if not known:
        proof.append(root_of(leaves[first:last]))
    return tuple(reversed(proof))


def _split(count: int) -> int:
    """Return the largest power of two below ``count``."""
    return 1 << (count - 1).bit_length() - 1


def verify_inclusion(proof: Sequence[bytes], *, leaf: bytes, index: int, size: int, root: bytes) -> None:
    """Accept a proof that the leaf hash stands at ``index`` in the tree of ``size`` leaves with this root.

    Raises
    ------
    ProofError
        if it does not, if a hash is not 32 bytes, or if the proof is too short or too long.

    References
    ----------
    B. Laurie, E. Messeri, R. Stradling, *Certificate Transparency Version 2.0*, RFC 9162, 2021, section 2.1.3.2.
    """
    _require_hashes((*proof, leaf, root))
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} leaves has no leaf {index}")
    node, place, last = leaf, index, size - 1
    for step in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            node = node_hash(step, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, step)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    if node != root:
        raise ProofError(f"the proof leads to root {node.hex()}, not {root.hex()}")


def verify_consistency(
    proof: Sequence[bytes], *, earlier: int, earlier_root: bytes, later: int, later_root: bytes
) -> None:
    """Accept a proof that the tree of ``earlier`` leaves is a prefix of the tree of ``later`` leaves.

    Raises
    ------
    ProofError
        if it is not, if a hash is not 32 bytes, or if the proof is too short or too long.

    References
    ----------
    RFC 9162, section 2.1.4.2.
    """
    _require_hashes((*proof, earlier_root, later_root))
    if not 0 <= earlier <= later:
        raise ProofError(f"a tree of {later} leaves had never {earlier}")
    if earlier in (0, later):
        expected = EMPTY_ROOT if earlier == 0 else later_root
        if proof or earlier_root != expected:
            raise ProofError("an empty tree and a tree of the same size need an empty proof and their own root")
        return
    climb = _Climb(earlier, later, earlier_root, proof)
    old, new = climb.roots()
    if old != earlier_root:
        raise ProofError(f"the proof leads to the earlier root {old.hex()}, not {earlier_root.hex()}")
    if new != later_root:
        raise ProofError(f"the proof leads to the later root {new.hex()}, not {later_root.hex()}")


class _Climb:
    """The walk of RFC 9162 section 2.1.4.2 from the last full subtree of the earlier tree up to both roots."""

    def __init__(self, earlier: int, later: int, earlier_root: bytes, proof: Sequence[bytes]) -> None:
        self._place, self._last = earlier - 1, later - 1
        # A tree whose size is a power of two is itself a node of the later tree, so the proof leaves it out.
        self._path = list(proof) if earlier & (earlier - 1) else [earlier_root, *proof]
        if not self._path:
            raise ProofError("the proof is too short")
        while self._place & 1:
            self._up()

    def _up(self) -> None:
        self._place, self._last = self._place >> 1, self._last >> 1

    def roots(self) -> tuple[bytes, bytes]:
        old = new = self._path[0]
        for step in self._path[1:]:
            if self._last == 0:
                raise ProofError("the proof is too long")
            if self._place & 1 or self._place == self._last:
                old, new = node_hash(step, old), node_hash(step, new)
                while not self._place & 1 and self._place:
                    self._up()
            else:
                new = node_hash(new, step)
            self._up()
        if self._last:
            raise ProofError("the proof is too short")
        return old, new


def _require_hashes(hashes: Iterable[bytes]) -> None:
    for hash_ in hashes:
        if len(hash_) != HASH_BYTES:
            raise ProofError(f"a hash has {HASH_BYTES} bytes, not {len(hash_)}")
