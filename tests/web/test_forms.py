from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from litestar import Litestar, Request, Response, post
from litestar.di import NamedDependency
from pydantic import BaseModel, Field

from pbengine.process.refusals import AlreadyVotedRefusal, FieldFault, FormRefusal, PhaseRefusal
from pbengine.web.access import Access
from pbengine.web.app import create_app
from pbengine.web.fields import Moment, typed_moment
from pbengine.web.forms import Attempt, Form, filled, read_form
from pbengine.web.house import House
from pbengine.web.language import Reader, read_as
from pbengine.web.rendering import templates
from tests.web.conftest import Browser
from tests.web.markup import parse


class Kind(StrEnum):
    PARK = "park"
    ROAD = "road"


class Example(BaseModel):
    title: str = Field(min_length=3, max_length=5)
    cost: int
    kind: Kind = Kind.PARK
    number: int = Field(default=1, ge=1, le=9)
    choices: tuple[str, ...] = ()
    when: Moment | None = None


@pytest.fixture
def app(house: House) -> Litestar:
    return create_app(house)  # of its own, for routes are added to it


def form(**fields: str | tuple[str, ...]) -> Form:
    return Form(MappingProxyType({k: (v,) if isinstance(v, str) else v for k, v in fields.items()}))


def faults(**fields: str | tuple[str, ...]) -> list[tuple[str, str]]:
    with pytest.raises(FormRefusal) as caught:
        read_form(Example, form(**fields))
    return [(fault.field, fault.code) for fault in caught.value.faults]


def test_a_field_that_came_once_is_still_a_list_of_one() -> None:
    assert read_form(Example, form(title="abc", cost="1", choices=("7",))).choices == ("7",)
    assert read_form(Example, form(title="abc", cost="1", choices=("7", "8"))).choices == ("7", "8")
    assert read_form(Example, form(title="abc", cost="1")).choices == ()


def test_empty_fields_count_as_not_sent_and_blanks_around_are_dropped() -> None:
    given = read_form(Example, form(title="  abc ", cost="1", number="", kind=" "))
    assert (given.title, given.number, given.kind) == ("abc", 1, Kind.PARK)
    assert faults(title="   ", cost="") == [("title", "missing"), ("cost", "missing")]


def test_every_fault_is_told_at_once() -> None:
    assert faults(title="ab", cost="much", kind="sea", number="x") == [
        ("title", "too-short"),
        ("cost", "not-a-number"),
        ("kind", "not-one-of"),
        ("number", "not-a-number"),
    ]
    assert faults(title="abcdef", cost="1", number="10") == [("title", "too-long"), ("number", "too-large")]


def test_a_fault_has_the_figures_that_its_sentence_needs() -> None:
    with pytest.raises(FormRefusal) as caught:
        read_form(Example, form(title="abcdef", cost="1", number="0"))
    assert [dict(fault.figures) for fault in caught.value.faults] == [{"most": 5}, {"least": 1}]


@pytest.mark.parametrize("typed", ["soon", "0001-01-01T00:00", "2026-02-30T10:00", "9" * 400])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    read_as(Reader("en", ZoneInfo("Europe/Warsaw")))
    assert faults(title="abc", cost="1", when=typed) == [("when", "not-a-moment")]


def test_moments_are_in_the_readers_zone() -> None:
    read_as(Reader("en", ZoneInfo("Europe/Warsaw")))
    given = read_form(Example, form(title="abc", cost="1", when="2026-05-04T18:00"))
    assert given.when == datetime(2026, 5, 4, 16, 0, tzinfo=UTC)
    assert given.when is not None
    assert typed_moment(given.when) == "2026-05-04T18:00"
    assert faults(title="abc", cost="1", when="soon") == [("when", "not-a-moment")]


def test_an_attempt_keeps_faults_and_named_refusals_and_lets_others_go() -> None:
    attempt = Attempt(form(title="x"), also=(AlreadyVotedRefusal,))
    with attempt:
        raise FormRefusal((FieldFault("title", "too-short", {"least": 3}),))
    assert attempt.shown().faults_of("title")[0].code == "too-short"
    assert attempt.shown().one("title") == "x"
    with attempt:
        raise AlreadyVotedRefusal("ABCD")
    assert attempt.faults == (FieldFault("", "already-voted", {"tracker": "ABCD"}),)
    with pytest.raises(PhaseRefusal), attempt:
        raise PhaseRefusal("review", ("voting",))


def test_a_form_shows_what_was_typed_with_its_faults_beside_it() -> None:
    attempt = Attempt(form(title="<b>"), also=())
    with attempt:
        read_form(Example, attempt.form)
    template = templates().from_string(
        '{% from "components/forms.html" import text_field, error_summary %}'
        '{{ error_summary(form, {"title": "Title"}) }}{{ text_field(form, "title", "Title", hint="Short.") }}'
        '{{ text_field(form, "cost", "Cost") }}'
    )
    page = parse(template.render(form=Attempt(attempt.form).shown()))
    assert page.with_id("title").attributes["value"] == "<b>"
    page = parse(template.render(form=attempt.shown()))
    assert [link.attributes["href"] for link in page.all("a")] == ["#cost"]
    cost = page.with_id("cost").attributes
    assert cost["aria-invalid"] == "true"
    assert page.with_id(cost["aria-describedby"]).text == "Problem: This is missing."
    assert page.with_id("title").attributes["aria-describedby"] == "title-hint"
    assert next(page.all("div")).attributes["role"] == "alert"


def test_a_form_can_be_shown_with_values_of_its_own() -> None:
    view = filled({"title": "abc", "choices": ["1", "2"]})
    assert (view.one("title"), view.many("choices"), view.faults) == ("abc", ("1", "2"), ())


@post("/echo", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def echo(request: Request[Any, Any, Any], form: NamedDependency[Form]) -> Response[str]:  # noqa: ARG001
    """Say what came."""
    return Response("|".join(f"{name}={','.join(form.many(name))}" for name in form.fields if name != "_csrf"))


def test_repeated_fields_line_ends_and_zero_bytes_of_a_request(app: Litestar, browser: Browser) -> None:
    app.register(echo)
    proof = next(
        field.attributes["value"]
        for field in browser.get("/sign-in").all("input")
        if field.attributes.get("name") == "_csrf"
    )
    browser.post("/echo", {"_csrf": proof, "a": ["2", "1"], "b": ["3"], "c": "x\r\ny\0z"}, status=201)
    assert set(browser.answer.text.split("|")) == {"a=2,1", "b=3", "c=x\nyz"}
