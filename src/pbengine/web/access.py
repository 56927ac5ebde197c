"""Who may see a page: every handler says so, and where one does not, nobody may."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pbengine.process.people import Role
from pbengine.process.refusals import NotAllowedRefusal
from pbengine.web.refusals import NoAccessRuleRefusal, SignInRefusal

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection
    from litestar.handlers import BaseRouteHandler

    from pbengine.web.sessions import Visitor


class Access(StrEnum):
    """For whom a page is; what they may do in one place is decided by the operation behind it."""

    PUBLIC = "public"
    PERSON = "person"
    FACILITATOR = "facilitator"


def guard_access(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let a request pass where the handler's ``opt["access"]`` says so; raises a refusal otherwise."""
    access = handler.opt.get("access")
    visitor: Visitor | None = connection.scope.get("user")
    if access is Access.PUBLIC:
        return
    if access not in {Access.PERSON, Access.FACILITATOR}:
        raise NoAccessRuleRefusal
    if visitor is None:
        raise SignInRefusal
    if access is Access.FACILITATOR and not visitor.facilitates:
        raise NotAllowedRefusal((Role.FACILITATOR,))
