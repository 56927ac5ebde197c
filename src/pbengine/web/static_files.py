"""Style sheets, the script, fonts: read once, and served from memory under an address that changes with them."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from pbengine.web.access import Access

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

KINDS = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "txt": "text/plain",
    "woff2": "font/woff2",
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file in memory; ``packed`` is the same by gzip, empty where that saves nothing."""

    kind: str
    content: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """All static files by path, and the version that stands in their addresses."""

    files: Mapping[str, StaticFile]
    version: str

    def address(self, path: str) -> str:
        """Return the address of a file; raises KeyError for a file that is not there."""
        if path not in self.files:
            raise KeyError(path)
        return f"/static/{self.version}/{path}"


@cache
def static_files() -> StaticFiles:
    """Return the files of the folder ``static``."""
    found: dict[str, StaticFile] = {}
    digest = hashlib.sha256()
    for path, file in _walk(files("pbengine.web") / "static", ""):
        kind = KINDS.get(path.rpartition(".")[2])
        if kind is None:
            continue
        content = file.read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
        packed = b"" if path.endswith((".woff2", ".png")) else gzip.compress(content, mtime=0)
        found[path] = StaticFile(kind, content, packed)
    return StaticFiles(MappingProxyType(found), digest.hexdigest()[:12])


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry


@get("/static/{version:str}/{path:path}", opt={"access": Access.PUBLIC}, sync_to_thread=False)
def static_file(request: Request[Any, Any, Any], version: FromPath[str], path: FromPath[str]) -> Response[bytes]:
    """Send a static file; it may be kept for ever under its own version, and not at all under another."""
    stored = static_files()
    file = stored.files.get(path.lstrip("/"))
    if file is None:
        raise NotFoundException
    packed = bool(file.packed) and "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Vary": "Accept-Encoding", "Cache-Control": FOR_EVER if version == stored.version else "no-cache"}
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(file.packed if packed else file.content, media_type=file.kind, headers=headers)
