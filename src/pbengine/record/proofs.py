"""Proof files: that one leaf stands in the log, checkable without the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.record.checkpoint import numeral, open_checkpoint
from pbengine.record.encoding import HASH_BYTES, b64, unb64
from pbengine.record.errors import EncodingError, ProofError
from pbengine.record.merkle import LONGEST_PROOF, verify_inclusion

if TYPE_CHECKING:
    from pbengine.record.keys import VerifierKey

HEADING = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """A leaf's place, the hashes from its sibling up, and the signed note of the checkpoint they lead to.

    References
    ----------
    C2SP, *tlog-proof*, https://c2sp.org/tlog-proof; the optional ``extra`` line is refused, as nothing signs it.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    @property
    def text(self) -> str:
        """The content of the ``.tlog-proof`` file."""
        hashes = "".join(f"{b64(hash_)}\n" for hash_ in self.hashes)
        return f"{HEADING}\nindex {self.index}\n{hashes}\n{self.checkpoint}"

    @classmethod
    def parse(cls, text: str) -> InclusionProof:
        """Return the proof that a ``.tlog-proof`` file holds.

        Raises
        ------
        ProofError
            if the text is not what :attr:`text` of a proof would be.
        NoteError
            if the index is not a plain number.
        """
        head, blank, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if not blank or lines[0] != HEADING or len(lines) < len((HEADING, "index")):
            raise ProofError(f"a proof file starts with {HEADING} and has a blank line before its checkpoint")
        word, _, index = lines[1].partition(" ")
        if word != "index":
            raise ProofError("the second line of a proof file is its index")
        if len(lines) > LONGEST_PROOF + len((HEADING, "index")):
            raise ProofError("the proof is too long")
        try:
            hashes = tuple(unb64(line, HASH_BYTES) for line in lines[2:])
        except EncodingError as error:
            raise ProofError(str(error)) from None
        return cls(numeral(index), hashes, checkpoint)

    def verify(self, leaf: bytes, key: VerifierKey) -> None:
        """Accept the proof that the leaf hash stands in the log whose key this is.

        Raises
        ------
        NoteError
            if the log did not sign the checkpoint.
        ProofError
            if the hashes do not lead from the leaf to the root.
        """
        checkpoint = open_checkpoint(self.checkpoint, key)
        verify_inclusion(self.hashes, leaf=leaf, index=self.index, size=checkpoint.size, root=checkpoint.root)
