"""The lot: a published order, drawn once before the count, that settles whatever the votes leave tied."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.voting.errors import LotError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pbengine.voting.instance import Instance

LABEL = b"pb-tie/v1\0"


@dataclass(frozen=True, slots=True)
class Lot:
    """Project ids in the order in which ties are settled: of those that are tied, the first is dealt with first.

    A rule that funds or ranks takes the first before the others, so that it gains by it. A rule that fills seats stage
    by stage transfers the surplus of the first, or excludes the first where those who are last are tied, so that it may
    lose by it. Each rule's page says what it takes from the lot.
    """

    order: tuple[str, ...]

    def places(self, instance: Instance) -> tuple[int, ...]:
        """Return the place of each project of the instance, in ballot order; the lowest place comes first.

        Raises
        ------
        LotError
            if the lot does not name exactly the projects of the instance, each once.

        Examples
        --------
        >>> from pbengine.voting.instance import Instance, Project
        >>> Lot(("b", "a")).places(Instance((Project("a", 1), Project("b", 1)), budget=1))
        (1, 0)
        """
        ids = [project.id for project in instance.projects]
        if sorted(self.order) != sorted(ids):
            stray = sorted(set(self.order) ^ set(ids)) or sorted({i for i in self.order if self.order.count(i) > 1})
            message = f"the lot must name every project once; look at {', '.join(stray)}"
            raise LotError(message)
        place = {id_: place for place, id_ in enumerate(self.order)}
        return tuple(place[id_] for id_ in ids)


def ballot_order(instance: Instance) -> Lot:
    """Return the lot that is the order of the ballot itself, as official results read from files use it."""
    return Lot(tuple(project.id for project in instance.projects))


def lot_from_seed(seed: bytes, ids: Iterable[str]) -> Lot:
    r"""Order ids by ``HMAC-SHA256(seed, "pb-tie/v1\0" || id)``, lowest first: the order of the input does not matter.

    References
    ----------
    Procedure after D. Eastlake, *Publicly Verifiable Nominations Committee Random Selection*, RFC 3797, 2004
    (publish pool and method first, then the source), with HMAC-SHA256 in place of MD5.

    Examples
    --------
    >>> seed = bytes.fromhex("dd6882c5dc3439b9885e9f8b1464f051fd379d9bf04ff8932a4d6446d9e3e18b")
    >>> lot_from_seed(seed, ["p02", "p01"]).order
    ('p01', 'p02')
    """
    return Lot(tuple(sorted(ids, key=lambda id_: (hmac.digest(seed, LABEL + id_.encode(), hashlib.sha256), id_))))
