"""What every page of ours keeps to, whoever wrote it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.web.markup import Element, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar import Litestar

COMING: tuple[str, ...] = ()
"""Pages that others link to and that are still being written; each leaves this list as its page comes."""
LABELLED = {"input", "select", "textarea"}
POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


def check_page(html: str, app: Litestar) -> Element:
    """Return the tree of a whole page after all checks; every fault is named."""
    root = parse(html)
    faults = [fault for check in CHECKS for fault in check(root)]
    faults += [*link_faults(root, app), *form_faults(root, app)]
    assert not faults, "\n".join(faults)
    assert html.startswith("<!doctype html>"), html[:80]
    return root


def check_fragment(html: str, app: Litestar) -> Element:
    """Return the tree of an htmx fragment after the checks that fit a part of a page."""
    root = parse(html)
    faults = [fault for check in FRAGMENT_CHECKS for fault in check(root)]
    faults += [*link_faults(root, app), *form_faults(root, app)]
    assert not faults, "\n".join(faults)
    assert not list(root.all("html", "head", "body", "main")), "a fragment holds a whole page"
    return root


def head_faults(root: Element) -> Iterator[str]:
    page = root.one("html")
    if not page.attributes.get("lang") or page.attributes.get("dir") not in {"ltr", "rtl"}:
        yield "html has no lang or no dir"
    if not root.one("head").one("title").text.split("–")[0].strip():
        yield "the title says nothing"
    if len(list(root.all("h1"))) != 1:
        yield f"{len(list(root.all('h1')))} h1"
    if len(list(root.all("main"))) != 1:
        yield "not one main"


def heading_faults(root: Element) -> Iterator[str]:
    level = 0
    for heading in root.all("h1", "h2", "h3", "h4", "h5", "h6"):
        if not heading.text:
            yield f"an empty {heading.name}"
        if level and int(heading.name[1]) > level + 1:
            yield f"{heading.name} “{heading.text}” after h{level}"
        level = int(heading.name[1])


def id_faults(root: Element) -> Iterator[str]:
    ids = [element.attributes["id"] for element in root.all() if "id" in element.attributes]
    yield from (f"id {name!r} stands twice" for name in {name for name in ids if ids.count(name) > 1})
    for element in root.all():
        for pointer in POINTERS:
            yield from (
                f"{pointer} of <{element.name}> points at {name!r}, which is not there"
                for name in element.attributes.get(pointer, "").split()
                if name not in ids
            )
        target = element.attributes.get("href", "")
        if target.startswith("#") and target[1:] not in ids:
            yield f"a link leads to {target}, which is not there"


def label_faults(root: Element) -> Iterator[str]:
    labels = {label.attributes["for"] for label in root.all("label") if label.text and "for" in label.attributes}
    wrapped = {id(inner) for label in root.all("label") if label.text for inner in label.all(*LABELLED)}
    for element in root.all(*LABELLED):
        named = {"aria-label", "aria-labelledby"} & set(element.attributes)
        if element.attributes.get("type") in {"hidden", "submit"} or named or id(element) in wrapped:
            continue
        if element.attributes.get("id") not in labels:
            yield f"<{element.name} name={element.attributes.get('name')!r}> has no label"
    for element in root.all("button", "a", "summary", "legend", "th"):
        if not element.text and not {"aria-label", "aria-labelledby"} & set(element.attributes):
            yield f"<{element.name}> {element.attributes} says nothing"


def picture_faults(root: Element) -> Iterator[str]:
    for fieldset in root.all("fieldset"):
        if not list(fieldset.all("legend")):
            yield "a fieldset without a legend"
    for picture in root.all("img"):
        if "alt" not in picture.attributes:
            yield f"{picture.attributes} has no alt"
    for drawing in root.all("svg"):
        if drawing.attributes.get("aria-hidden") != "true" and drawing.attributes.get("role") != "img":
            yield "an svg is neither hidden nor a picture"


def inline_faults(root: Element) -> Iterator[str]:
    for element in root.all():
        if element.name == "style" or (element.name == "script" and not element.attributes.get("src")):
            yield f"an inline <{element.name}>"
        for name, value in element.attributes.items():
            if name == "style" or name.startswith(("on", "hx-on")) or value.strip().lower().startswith("javascript:"):
                yield f"<{element.name} {name}>"
    for element in root.all("script", "link", "img", "iframe"):
        address = element.attributes.get("src") or element.attributes.get("href", "")
        if urlsplit(address).netloc:
            yield f"{address} is somebody else's"


def link_faults(root: Element, app: Litestar) -> Iterator[str]:
    for element in root.all("a", "link", "script"):
        address = element.attributes.get("href") or element.attributes.get("src", "")
        parts = urlsplit(address)
        if element.name == "a" and "href" not in element.attributes:
            yield f"a link “{element.text}” without an address"
        if parts.path and not parts.netloc and not parts.scheme and not serves(app, "GET", parts.path):
            yield f"{address} is no page of ours"


def form_faults(root: Element, app: Litestar) -> Iterator[str]:
    for form in root.all("form"):
        method, action = form.attributes.get("method", "get").upper(), form.attributes.get("action", "")
        if not serves(app, method, urlsplit(action).path):
            yield f"a form goes to {method} {action}, which is not there"
        names = [element.attributes.get("name") for element in form.all("input")]
        if method == "POST" and names.count("_csrf") != 1:
            yield f"the form to {action} has no proof"
        for name in ("hx-get", "hx-post"):
            target = form.attributes.get(name)
            if target is not None and not serves(app, name[3:].upper(), urlsplit(target).path):
                yield f"{name}={target} is not there"


def serves(app: Litestar, method: str, path: str) -> bool:
    """Return whether a route answers this method at this path."""
    return is_coming(path) or has_route(app, method, path)


def is_coming(path: str) -> bool:
    return re.sub(r"(?<=^/rounds/)[^/]+", "x", path) in COMING


def has_route(app: Litestar, method: str, path: str) -> bool:
    return any(
        method in route.methods and re.fullmatch(_pattern(route.path_format), path)
        for route in app.routes
        if hasattr(route, "methods")
    )


def _pattern(path_format: str) -> str:
    parts = re.split(r"(\{[^}]+\})", path_format)
    return "".join(
        (".+" if part == "{path}" else "[^/]+") if part.startswith("{") else re.escape(part) for part in parts
    )


FRAGMENT_CHECKS = (id_faults, label_faults, picture_faults, inline_faults)
CHECKS = (head_faults, heading_faults, *FRAGMENT_CHECKS)
