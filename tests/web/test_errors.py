import re
from collections.abc import Iterator

import pytest
from litestar import Litestar, get

import pbengine.web.refusals  # noqa: F401 - its classes are among those below
from pbengine.process.refusals import BusyRefusal, FieldFault, FormRefusal, PhaseRefusal, Refusal
from pbengine.process.sentences import SENTENCES
from pbengine.web.access import Access
from pbengine.web.app import create_app
from pbengine.web.errors import CODES, STATUS, status_of
from pbengine.web.forms import CODES as FAULT_CODES
from pbengine.web.house import House
from pbengine.web.language import Currency
from pbengine.web.sentences import AMOUNTS, OF_THE_WEB, sentence
from tests.web.conftest import Browser


@pytest.fixture
def app(house: House) -> Litestar:
    return create_app(house)  # of its own, for routes are added to it


def classes(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for found in base.__subclasses__():
        yield found
        yield from classes(found)


def test_every_refusal_has_a_status_and_a_sentence() -> None:
    assert len(list(classes())) > 20
    for refusal in classes():
        assert 400 <= status_of(refusal) < 600
        assert refusal.code in SENTENCES or refusal.code in OF_THE_WEB, refusal


def test_codes_are_unique_kebab_words_with_one_sentence_each() -> None:
    codes = [refusal.code for refusal in classes()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)
    assert set(SENTENCES) & set(OF_THE_WEB) == set()


def test_every_sentence_uses_only_figures_that_its_refusal_has() -> None:
    for refusal in classes():
        used = set(re.findall(r"%\((\w+)\)s", SENTENCES.get(refusal.code) or OF_THE_WEB[refusal.code]))
        assert used <= set(refusal.__dataclass_fields__), refusal


def test_every_code_that_the_web_layer_itself_gives_has_a_sentence() -> None:
    known = set(SENTENCES) | set(OF_THE_WEB)
    assert set(FAULT_CODES.values()) <= known
    assert {*CODES.values(), "bad-request"} <= known
    assert set(AMOUNTS) <= known


def test_money_in_a_sentence_is_written_as_money() -> None:
    told = sentence("over-cost", {"cost": 123450, "most": 100000}, currency=Currency("GBP"))
    assert "£1,234.50" in told
    assert "£1,000" in told


def test_the_table_of_statuses_lists_refusals_only() -> None:
    assert all(issubclass(listed, Refusal) for listed in STATUS)


@get("/closed", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def closed() -> str:
    """Refuse by phase."""
    raise PhaseRefusal("review", ("proposals", "voting"))


@get("/full", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def full() -> str:
    """Refuse by load."""
    raise BusyRefusal(7)


@get("/faulty", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def faulty() -> str:
    """Refuse by several faults."""
    raise FormRefusal((FieldFault("title", "missing"), FieldFault("body", "too-long", {"most": 10})))


@pytest.fixture(autouse=True)
def refusing(app: Litestar) -> None:
    for handler in (closed, full, faulty):
        app.register(handler)


def test_a_refusal_becomes_a_page_with_its_sentence_in_the_readers_words(browser: Browser) -> None:
    page = browser.get("/closed", status=409)
    assert "“review”" in page.text
    assert "“proposals, voting”" in page.text


def test_a_refusal_is_a_fragment_for_htmx(browser: Browser) -> None:
    part = browser.get("/closed", status=409, htmx=True)
    assert browser.answer.text.lstrip().startswith("<div")
    assert part.one("h1").text == "That was not done"
    assert browser.answer.headers["X-Refusal"] == "phase"


def test_a_refusal_that_passes_says_when_to_try_again(browser: Browser) -> None:
    browser.get("/full", status=503)
    assert browser.answer.headers["Retry-After"] == "7"


def test_all_faults_are_told_at_once(browser: Browser) -> None:
    page = browser.get("/faulty", status=422)
    codes = [item.attributes["data-code"] for item in page.all("li") if "data-code" in item.attributes]
    assert codes == ["missing", "too-long"]
