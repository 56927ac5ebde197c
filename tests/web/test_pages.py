import pytest

from tests.web.conftest import Browser
from tests.web.town import PHASES


def test_the_first_page_lists_the_rounds_with_what_can_be_done(browser: Browser) -> None:
    page = browser.get("/")
    titles = [heading.text for heading in page.all("h3")]
    assert titles[0] == "The voting round"
    assert titles[-1] == "The published round"
    assert len(titles) == len(PHASES)


@pytest.mark.parametrize("phase", PHASES)
def test_a_round_says_where_it_stands(browser: Browser, phase: str) -> None:
    page = browser.get(f"/rounds/{phase}")
    now = [step.text for step in page.all("li") if "is-now" in step.attributes.get("class", "")]
    expected = {
        "announced": [],
        "published": [],
        "counting": ["Result"],
        "proposals": ["Proposals"],
        "review": ["Review"],
    }
    assert [text.split()[0] for text in now] == expected.get(phase, ["Voting"])
