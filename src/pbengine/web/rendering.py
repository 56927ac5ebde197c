"""From a view to an answer: a whole page, or for htmx the part of it that changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jinja2
from litestar import MediaType, Response
from litestar.response import Redirect

from pbengine.web import language
from pbengine.web.amounts import typed_money
from pbengine.web.csrf import FormProof
from pbengine.web.fields import typed_moment
from pbengine.web.house import house_of
from pbengine.web.residents_text import residents_html
from pbengine.web.sentences import sentence
from pbengine.web.static_files import static_files
from pbengine.web.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar import Request

    from pbengine.web.sessions import Visitor
    from pbengine.web.settings import Settings

    AnyRequest = Request[Any, Any, Any]
"""The request of any handler."""

VARY = "HX-Request, Cookie, Accept-Language"


@dataclass(frozen=True, slots=True)
class Site:
    """What the layout needs; ``known`` is false where nobody looked who is there, as on a page that does not exist."""

    settings: Settings
    path: str
    here: str
    reader: language.Reader
    visitor: Visitor | None
    known: bool
    proof: FormProof

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration."""
        return self.settings.mode == "demo"


@cache
def templates() -> jinja2.Environment:
    """Return the templates, with what every one of them may use."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pbengine.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.policies["ext.i18n.trimmed"] = True
    for name, function in FILTERS.items():
        environment.filters[name] = _by_reader(function)
    environment.globals["rtl"] = lambda: language.reader().direction == "rtl"
    environment.globals["static"] = lambda path: static_files().address(path)
    return environment


FILTERS: dict[str, Callable[..., Any]] = {
    "money": language.money,
    "number": language.number,
    "percent": language.percent,
    "day": language.day,
    "short_day": language.short_day,
    "moment": language.moment,
    "relative": language.relative,
    "word": word,
    "sentence": lambda fault, currency=None: sentence(fault.code, fault.figures, currency=currency),
    "residents_html": residents_html,
    "typed_money": typed_money,
    "typed_moment": typed_moment,
}


def _by_reader(function: Callable[..., Any]) -> Callable[..., Any]:
    # without pass_context a filter on a constant is worked out once, as the template is compiled, for its first reader
    @jinja2.pass_context
    def filtered(_context: jinja2.runtime.Context, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - any filter
        return function(*arguments, **options)

    return filtered


def is_htmx(request: AnyRequest) -> bool:
    """Return whether htmx asks, for a part of a page: the one place that reads its headers."""
    return request.headers.get("hx-request") == "true"


def here(request: AnyRequest) -> str:
    """Return path and query of a request as they were sent, to come back to after signing in."""
    query = request.scope["query_string"].decode("latin-1")  # the address as a whole may be one that cannot be read
    return quote(request.scope["path"]) + (f"?{query}" if query else "")


def render(request: AnyRequest, name: str, view: object, *, status: int = 200) -> Response[str]:
    """Return the page ``templates/<name>.html`` of a view; for htmx its part, with an underscore before the name."""
    language.read_as(language.choose_reader(request))
    proof = FormProof(request)
    site = Site(
        settings=house_of(request).settings,
        path=request.scope["path"],
        here=here(request),
        reader=language.reader(),
        visitor=request.scope.get("user"),
        known="user" in request.scope,
        proof=proof,
    )
    folder, _, leaf = name.rpartition("/")
    file = f"{folder}/_{leaf}.html" if is_htmx(request) else f"{name}.html"
    text = templates().get_template(file).render(view=view, site=site)
    answer = Response(text, status_code=status, media_type=MediaType.HTML, headers={"Vary": VARY})
    if proof.cookie is not None:
        answer.set_cookie(proof.cookie)
    return answer


def see_other(request: AnyRequest, address: str) -> Response[Any]:
    """Send the browser to another page of ours after a form was taken."""
    if is_htmx(request):  # fetch would follow a redirect silently and put the next page into the form's place
        return Response(b"", status_code=204, headers={"HX-Redirect": address})
    return Redirect(address, status_code=303)


def download(content: bytes, filename: str, media_type: str) -> Response[bytes]:
    """Send a file to be saved under a name."""
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{filename}"'}
    )
