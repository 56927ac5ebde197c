"""Long lists in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from litestar import Request

MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of how many, both from 1, and the index of its first item."""

    page: int
    count: int
    first: int


def paging_of(request: Request[Any, Any, Any], items: int, per_page: int) -> Paging:
    """Return the page that an address asks for; the nearest one there is."""
    asked = request.query_params.get("page", "1")
    count = max(1, -(-items // per_page))
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= MOST_DIGITS else 1
    page = min(max(wanted, 1), count)
    return Paging(page, count, (page - 1) * per_page)
