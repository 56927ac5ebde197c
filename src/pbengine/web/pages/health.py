"""Whether this server answers: for a proxy or a monitor."""

from __future__ import annotations

from litestar import MediaType, get

from pbengine.web.access import Access


@get("/health", opt={"access": Access.PUBLIC}, media_type=MediaType.TEXT, sync_to_thread=False)
def health() -> str:
    """Answer without touching storage."""
    return "ok\n"


PAGES = (health,)
