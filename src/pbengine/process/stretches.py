"""Roots of full stretches of logs, kept in memory: with them a proof reads some hundred leaves, not the whole log.

A log only grows, so the root of a full stretch never changes; above its stretches the tree of RFC 6962 is the tree over
their roots, for a stretch is a power of two.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from pbengine.record.merkle import inclusion_proof, root_of

STRETCH = 256
AT_ONCE = 64 * STRETCH
"""So many leaves are in memory while the roots of a long log are worked out."""
Read = Callable[[int, int], Sequence[bytes]]
"""Gives the leaf hashes from an index on, up to but without another."""


class Stretches:
    """The roots of the full stretches of the logs asked for last; a hash for each 256 entries of each of them."""

    def __init__(self, most_logs: int = 64) -> None:
        self._most = most_logs
        self._roots: OrderedDict[str, tuple[bytes, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def proof(self, log: str, size: int, index: int, read: Read) -> tuple[bytes, ...]:
        """Return the inclusion proof of a leaf in the tree over the first ``size`` leaves of a log."""
        roots = list(self._full_roots(log, size // STRETCH, read))
        if size % STRETCH:
            roots.append(root_of(read(size - size % STRETCH, size)))
        first = index - index % STRETCH
        within = inclusion_proof(read(first, min(first + STRETCH, size)), index - first)
        return within + inclusion_proof(roots, index // STRETCH)

    def forget(self, log: str) -> None:
        """Forget what is kept of a log; harmless if there is nothing."""
        with self._lock:
            self._roots.pop(log, None)

    def _full_roots(self, log: str, count: int, read: Read) -> Sequence[bytes]:
        with self._lock:
            known = self._roots.get(log, ())
        missing = range(len(known) * STRETCH, count * STRETCH, AT_ONCE)
        for start in missing:
            leaves = read(start, min(start + AT_ONCE, count * STRETCH))
            known += tuple(root_of(leaves[place : place + STRETCH]) for place in range(0, len(leaves), STRETCH))
        with self._lock:
            if len(known) >= len(self._roots.get(log, ())):
                self._roots[log] = known
            self._roots.move_to_end(log)
            while len(self._roots) > self._most:
                self._roots.popitem(last=False)
        return known[:count]
