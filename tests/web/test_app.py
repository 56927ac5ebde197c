import ast
import inspect
import threading
from pathlib import Path

import jinja2
import pytest
from litestar import Litestar, get
from litestar.testing import TestClient

from pbengine.web import rendering
from pbengine.web.access import Access
from pbengine.web.app import app_from_environment, create_app
from pbengine.web.house import House
from pbengine.web.rendering import templates
from pbengine.web.settings import SettingsError
from tests.web.conftest import Browser
from tests.web.town import build


@pytest.fixture
def app(house: House) -> Litestar:
    return create_app(house)  # of its own, for routes are added to it


def names() -> list[str]:
    loader = templates().loader
    assert loader is not None
    return loader.list_templates()


def source(name: str) -> str:
    loader = templates().loader
    assert loader is not None
    return loader.get_source(templates(), name)[0]


def test_health_is_told_without_cookie_or_storage(browser: Browser) -> None:
    assert browser.get("/health").text.strip() == "ok"
    assert "set-cookie" not in browser.answer.headers


@get("/thread", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def thread() -> str:
    """Say on which thread this runs."""
    return threading.current_thread().name


def test_handlers_run_on_the_wider_pool(app: Litestar, browser: Browser) -> None:
    app.register(thread)
    assert browser.get("/thread").text.startswith("web")


def test_the_application_can_be_made_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PBENGINE_DATABASE_URL", f"sqlite:///{tmp_path}/town.sqlite3")
    monkeypatch.setenv("PBENGINE_SECRET", "ab" * 32)
    monkeypatch.setenv("PBENGINE_ORIGIN", "https://vote.example.org")
    monkeypatch.delenv("PBENGINE_MODE", raising=False)
    app = app_from_environment()
    build(app.state.house.database)
    with TestClient(app, base_url="https://vote.example.org") as client:
        assert "The voting round" in client.get("/").text
    app.state.house.database.close()


def test_the_application_refuses_to_start_without_an_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PBENGINE_ORIGIN", raising=False)
    with pytest.raises(SettingsError):
        app_from_environment()


def test_a_name_that_a_view_does_not_have_is_a_fault_and_not_a_gap() -> None:
    assert templates().undefined is jinja2.StrictUndefined
    assert templates().autoescape is True


@pytest.mark.parametrize("name", names())
def test_every_template_compiles_and_every_page_includes_its_part(name: str) -> None:
    templates().get_template(name)
    folder, _, leaf = name.rpartition("/")
    text = source(name)
    if "{% extends" in text and not leaf.endswith("layout.html"):
        assert f'{{% include "{folder}/_' in text, f"{name} does not include its fragment"


@pytest.mark.parametrize("name", [name for name in names() if name.startswith("components/")])
def test_macros_take_at_most_six_arguments(name: str) -> None:
    for macro in templates().parse(source(name)).find_all(jinja2.nodes.Macro):
        assert len(macro.args) <= 6, f"{macro.name} of {name}"


def test_no_python_writes_html() -> None:
    folder = Path(inspect.getfile(rendering)).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not any(f"<{tag}" in node.value for tag in ("p>", "div", "span", "a ", "li>", "form")), path
