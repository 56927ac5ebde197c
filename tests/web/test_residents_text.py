import re

import pytest

from pbengine.web.rendering import templates
from pbengine.web.residents_text import residents_html

LINK = r'/a|a( href="https://[a-z./]+")?( rel="noopener noreferrer nofollow ugc")?'


def tags(html: str) -> list[str]:
    return re.findall(r"<([^>]*)>", html)


def shown(text: str) -> str:
    return str(residents_html(text)).strip()


def test_markdown_becomes_paragraphs_lists_and_emphasis() -> None:
    assert shown("Trees, **twelve** of them:\n\n- lime\n- oak") == (
        "<p>Trees, <strong>twelve</strong> of them:</p>\n<ul>\n<li>lime</li>\n<li>oak</li>\n</ul>"
    )


def test_headings_stand_below_those_of_the_page() -> None:
    assert shown("# Big\n\n##### Small") == "<h3>Big</h3>\n<h4>Small</h4>"


def test_links_say_nothing_about_the_reader() -> None:
    assert 'rel="noopener noreferrer nofollow ugc"' in shown("[plan](https://example.org/plan)")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<img src="https://evil.example/pixel">',
        "![picture](https://evil.example/pixel)",
        '<div hx-post="/rounds/voting/ballot/cast" hx-trigger="load">x</div>',
        '<div data-hx-get="/" data-hx-trigger="load">x</div>',
        '<p style="position:fixed" class="button" id="main" onclick="x()">x</p>',
        "<svg onload=alert(1)></svg>",
        '<form action="/sign-out" method="post"><button>x</button></form>',
        "[click](javascript:alert(1))",
        "[click](data:text/html,x)",
        '[x](https://a.example "title" onmouseover="y")',
        "<iframe src=//evil.example></iframe>",
        "<a href='https://a.example' hx-get='/'>x</a>",
    ],
)
def test_nothing_in_a_text_can_run_load_or_send(attack: str) -> None:
    for tag in tags(shown(attack)):
        assert tag in {"p", "/p", "strong", "/strong"} or re.fullmatch(LINK, tag), tag


def test_htmx_is_told_to_leave_a_text_alone() -> None:
    macro = templates().from_string('{% from "components/text.html" import residents_text %}{{ residents_text(text) }}')
    html = macro.render(text="*hello*")
    assert html.strip() == '<div class="prose" hx-ignore dir="auto"><p><em>hello</em></p>\n</div>'


def test_only_one_macro_turns_text_into_html() -> None:
    loader = templates().loader
    assert loader is not None
    using = [name for name in loader.list_templates() if "residents_html" in source(name)]
    assert using == ["components/text.html"]
    assert [name for name in loader.list_templates() if "|safe" in source(name).replace(" ", "")] == []


def source(name: str) -> str:
    loader = templates().loader
    assert loader is not None
    return loader.get_source(templates(), name)[0]
