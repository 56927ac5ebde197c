"""From a refusal to an answer: one table of statuses; the sentences stand in :mod:`pbengine.web.sentences`."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from litestar.exceptions import HTTPException

from pbengine.process import refusals as process
from pbengine.web import refusals as web
from pbengine.web.origin import SAFE_METHODS
from pbengine.web.rendering import here, render, see_other

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from litestar import Request, Response

    from pbengine.process.refusals import FieldFault, Figure

CODE_HEADER = "X-Refusal"
LOG = logging.getLogger(__name__)

STATUS: Mapping[type[process.Refusal], int] = MappingProxyType(
    {
        process.Refusal: 409,
        process.FormRefusal: 422,
        process.NotFoundRefusal: 404,
        process.NotAllowedRefusal: 403,
        process.NotAuthorRefusal: 403,
        process.NotOnRollRefusal: 403,
        process.NotPublishedRefusal: 404,
        process.WrongCredentialsRefusal: 422,
        process.NoRuleRefusal: 422,
        process.BusyRefusal: 503,
        process.StorageRefusal: 503,
        web.SignInRefusal: 401,
        web.NoAccessRuleRefusal: 403,
        web.CrossSiteRefusal: 403,
        web.StaleFormRefusal: 403,
        web.UnknownHostRefusal: 400,
        web.TooManyAttemptsRefusal: 429,
    }
)
"""A class that is not listed has the status of its nearest base; what is refused for the state of things is 409."""

CODES: Mapping[int, str] = MappingProxyType(
    {404: "no-such-page", 405: "wrong-method", 413: "too-large-a-request", 500: "server-fault"}
)


@dataclass(frozen=True, slots=True)
class ErrorView:
    """A refusal as a page. ``reference`` finds a fault of ours in the log."""

    status: int
    code: str
    figures: Mapping[str, Figure]
    faults: tuple[FieldFault, ...] = ()
    reference: str = ""


def status_of(refusal: type[process.Refusal]) -> int:
    """Return the status of a class of refusals."""
    return next(STATUS[base] for base in refusal.__mro__ if base in STATUS)


def answer_refusal(request: Request[Any, Any, Any], refusal: process.Refusal) -> Response[Any]:
    """Show a refusal; who only has to sign in first is led there."""
    if isinstance(refusal, web.SignInRefusal) and request.method in SAFE_METHODS:
        return see_other(request, "/sign-in?" + urlencode({"next": here(request)}))
    faults = refusal.faults if isinstance(refusal, process.FormRefusal) else ()
    answer = _show(request, ErrorView(status_of(type(refusal)), refusal.code, refusal.figures, faults))
    seconds = getattr(refusal, "seconds", None)
    if seconds is not None:
        answer.headers["Retry-After"] = str(seconds)
    return answer


def answer_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Show what the framework refuses: no such page, wrong method, too large, unreadable."""
    if error.status_code >= 500:  # noqa: PLR2004 - faults of ours
        return answer_fault(request, error)
    view = ErrorView(error.status_code, CODES.get(error.status_code, "bad-request"), MappingProxyType({}))
    answer = _show(request, view)
    answer.headers.update({name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"})
    return answer


def answer_fault(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Show that something failed, with a reference to the log and without a word of what it was."""
    reference = secrets.token_hex(4)
    LOG.error("fault %s at %s %s", reference, request.method, request.scope.get("path_template", "?"), exc_info=error)
    return _show(request, ErrorView(500, "server-fault", MappingProxyType({}), reference=reference))


def _show(request: Request[Any, Any, Any], view: ErrorView) -> Response[str]:
    answer = render(request, "errors/show", view, status=view.status)
    answer.headers[CODE_HEADER] = view.code
    return answer


HANDLERS: Mapping[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]] = MappingProxyType(
    {process.Refusal: answer_refusal, HTTPException: answer_http_error, Exception: answer_fault}
)
