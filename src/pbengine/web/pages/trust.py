"""What a vote here protects, against whom, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get

from pbengine.web.access import Access
from pbengine.web.rendering import render


@dataclass(frozen=True, slots=True)
class TrustView:
    """Nothing but words."""


@get("/trust", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def trust(request: Request[Any, Any, Any]) -> Response[str]:
    """Say what is protected."""
    return render(request, "trust/show", TrustView())


PAGES = (trust,)
