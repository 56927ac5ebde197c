from collections.abc import Callable

import pytest
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler

from pbengine.web.access import Access
from pbengine.web.app import create_app
from pbengine.web.house import House
from tests.web.conftest import Browser


@pytest.fixture
def app(house: House) -> Litestar:
    return create_app(house)  # of its own, for routes are added to it


def handlers(app: Litestar) -> list[HTTPRouteHandler]:
    found = [handler for route in app.routes for handler in getattr(route, "route_handlers", ())]
    return [handler for handler in found if handler.http_methods != {"OPTIONS"}]


def test_every_route_says_for_whom_it_is(app: Litestar) -> None:
    assert len(handlers(app)) > 8
    for handler in handlers(app):
        assert handler.opt.get("access") in set(Access), f"{handler.handler_name} has no opt['access']"


def test_every_route_says_on_which_thread_it_runs_and_stays_out_of_documents(app: Litestar) -> None:
    assert app.openapi_config is None
    for handler in handlers(app):
        assert handler.sync_to_thread is not None, handler.handler_name


@get("/forgotten", sync_to_thread=False)
def forgotten() -> str:
    """Say nothing of access."""
    return "secret"


@pytest.mark.parametrize("who", ["browser", "resident", "facilitator"])
def test_where_a_route_does_not_say_for_whom_it_is_nobody_may(
    app: Litestar, who: str, request: pytest.FixtureRequest
) -> None:
    app.register(forgotten)
    someone: Browser = request.getfixturevalue(who)
    page = someone.get("/forgotten", status=403)
    assert "secret" not in page.text
    assert someone.answer.headers["X-Refusal"] == "no-access-rule"


@get("/for-people", opt={"access": Access.PERSON}, sync_to_thread=False)
def for_people() -> str:
    """Answer whoever signed in."""
    return "hello"


@get("/for-facilitators", opt={"access": Access.FACILITATOR}, sync_to_thread=False)
def for_facilitators() -> str:
    """Answer facilitators."""
    return "hello"


@pytest.fixture
def closed(app: Litestar) -> None:
    app.register(for_people)
    app.register(for_facilitators)


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("path", ["/for-people", "/for-facilitators"])
def test_who_has_not_signed_in_is_led_to_the_sign_in_page_and_back(browser: Browser, path: str) -> None:
    browser.get(path, status=303)
    assert browser.location == f"/sign-in?next=%2F{path[1:]}"


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(("who", "status"), [("resident", 403), ("stranger", 403), ("facilitator", 200)])
def test_only_facilitators_reach_the_facilitators_pages(who: str, status: int, request: pytest.FixtureRequest) -> None:
    someone: Browser = request.getfixturevalue(who)
    someone.get("/for-people")
    someone.get("/for-facilitators", status=status)


def test_no_page_of_documents_or_schema_is_served(browser: Browser) -> None:
    for path in ("/schema", "/schema/openapi.json", "/docs", "/.git/config"):
        browser.get(path, status=404)


def test_every_public_page_answers_everybody(new_browser: Callable[[], Browser], app: Litestar) -> None:
    for handler in handlers(app):
        if handler.opt["access"] is Access.PUBLIC and handler.http_methods == {"GET"}:
            for path in handler.paths:
                if "{" not in path:
                    new_browser().follow(path)
