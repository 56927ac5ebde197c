"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from pydantic import BaseModel

from pbengine.process.logins import end_login, sign_in
from pbengine.process.refusals import WrongCredentialsRefusal
from pbengine.web.access import Access
from pbengine.web.csrf import csrf_cookie
from pbengine.web.forms import Attempt, Form, FormView, filled, read_form
from pbengine.web.house import house_of
from pbengine.web.refusals import TooManyAttemptsRefusal
from pbengine.web.rendering import render, see_other
from pbengine.web.sessions import session_cookie
from pbengine.web.throttle import Throttle

if TYPE_CHECKING:
    from pbengine.web.house import House
    from pbengine.web.settings import DemoAccount

WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 100  # a whole school votes from one address


class SignInForm(BaseModel):
    """What somebody types to sign in."""

    email: str
    password: str


@dataclass(frozen=True, slots=True)
class SignInView:
    """The form, where to go afterwards, and the ready-made sign-ins of a demonstration."""

    form: FormView
    next: str
    demo_accounts: tuple[DemoAccount, ...]


@dataclass(frozen=True, slots=True)
class Throttles:
    """Failed sign-ins of this server, by account and by address."""

    account: Throttle
    address: Throttle

    def check(self, keys: tuple[str, str], house: House) -> None:
        """Raise TooManyAttemptsRefusal where either has failed too often."""
        now = house.clock()
        wait = max(self.account.wait(keys[0], now), self.address.wait(keys[1], now))
        if wait > timedelta(0):
            seconds = -(-wait // timedelta(seconds=1))
            raise TooManyAttemptsRefusal(seconds, -(-seconds // 60))

    def count(self, keys: tuple[str, str], house: House) -> None:
        """Count a failure for both."""
        self.account.count(keys[0], house.clock())
        self.address.count(keys[1], house.clock())


def throttles() -> Throttles:
    """Return the throttles of a new server."""
    return Throttles(Throttle(MOST_PER_ACCOUNT, WINDOW), Throttle(MOST_PER_ADDRESS, WINDOW))


@get("/sign-in", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def ask(request: Request[Any, Any, Any]) -> Response[str]:
    """Ask who is there."""
    return _ask(request, filled({}), safe_next(request.query_params.get("next", "")), status=200)


@post("/sign-in", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def enter(request: Request[Any, Any, Any], form: NamedDependency[Form]) -> Response[Any]:
    """Sign somebody in with a fresh token, and lead them on."""
    house = house_of(request)
    following = safe_next(form.one("next"))
    keys = (form.one("email").strip().lower()[:200], request.client.host if request.client else "")
    throttles: Throttles = request.app.state.throttles
    attempt = Attempt(form, also=(WrongCredentialsRefusal,))
    with attempt:
        given = read_form(SignInForm, form)
        throttles.check(keys, house)
        token = sign_in(
            house.database, email=given.email, password=given.password, old_token=request.auth, now=house.clock()
        )
        throttles.account.forget(keys[0])
        answer = see_other(request, following)
        answer.set_cookie(session_cookie(house.settings, token))
        answer.set_cookie(csrf_cookie(house.settings, ""))
        return answer
    if any(fault.code == WrongCredentialsRefusal.code for fault in attempt.faults):
        throttles.count(keys, house)
    return _ask(request, attempt.shown(), following, status=422)


@post("/sign-out", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def leave(request: Request[Any, Any, Any]) -> Response[Any]:
    """Sign out: the token ends in the database, and the browser forgets what it kept of us."""
    house = house_of(request)
    if request.auth:
        with house.database.writing() as session:
            end_login(session, request.auth)
    answer = see_other(request, "/")
    answer.set_cookie(session_cookie(house.settings, ""))
    # "cookies" would also sign people out of every other site of the same town, under the same registered domain
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def safe_next(address: str) -> str:
    """Return an address of ours; the first page for anything else."""
    ours = (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and "\\" not in address
    )
    return address if ours else "/"


def _ask(request: Request[Any, Any, Any], form: FormView, following: str, *, status: int) -> Response[str]:
    settings = house_of(request).settings
    return render(request, "sign-in/show", SignInView(form, following, settings.demo_accounts), status=status)


PAGES = (ask, enter, leave)
