"""The ASGI application: a house with its pages, and what stands before every one of them."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from litestar import Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.middleware import DefineMiddleware

from pbengine.process.database import Database
from pbengine.process.keyring import load_keyring
from pbengine.process.locations import database_url
from pbengine.web.access import guard_access
from pbengine.web.csrf import require_proof
from pbengine.web.errors import HANDLERS
from pbengine.web.forms import form_fields
from pbengine.web.head_requests import HeadLitestar
from pbengine.web.headers import set_headers
from pbengine.web.house import House
from pbengine.web.language import choose_reader, read_as
from pbengine.web.origin import OriginMiddleware
from pbengine.web.pages import PAGES
from pbengine.web.pages.signing_in import throttles
from pbengine.web.sessions import LoginMiddleware
from pbengine.web.settings import settings_from
from pbengine.web.static_files import static_file

if TYPE_CHECKING:
    from litestar import Litestar, Request

THREADS = 16
LARGEST_REQUEST = 64_000


def create_app(house: House) -> Litestar:
    """Return the application of a house."""
    # one router: registered one by one, the handlers of GET and POST at one address are wrapped in a thread twice
    pages = Router("/", route_handlers=[static_file, *PAGES])
    return HeadLitestar(
        route_handlers=[pages],
        state=State({"house": house, "throttles": throttles()}),
        dependencies={"form": Provide(form_fields)},
        guards=[guard_access],
        before_request=before_request,
        before_send=[set_headers],
        middleware=[OriginMiddleware(), DefineMiddleware(LoginMiddleware, exclude=["^/static/", "^/health$"])],
        exception_handlers={**HANDLERS},
        on_startup=[widen_thread_pool],
        request_max_body_size=LARGEST_REQUEST,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


def app_from_environment() -> Litestar:
    """Return the application that the environment names; the factory for ASGI servers."""
    database = Database(database_url(os.environ))
    return create_app(House(database, load_keyring(os.environ), present, settings_from(os.environ)))


def present() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


async def before_request(request: Request[Any, Any, Any]) -> None:
    """Choose the reader's language, and refuse forms that are not ours; runs before every handler."""
    read_as(choose_reader(request))
    await require_proof(request)


async def widen_thread_pool() -> None:
    """Give the running loop more threads for the handlers than its two or three a processor."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="web"))
