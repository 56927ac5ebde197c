"""What anybody may take home of a published result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.exporting import bundle_of
from pbengine.process.rounds import find_round
from pbengine.record.packing import pack_zip
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.results.counted import counted_of
from pbengine.web.pages.results.published_ballots import ballots_csv
from pbengine.web.pages.results.showing import published_ballots
from pbengine.web.rendering import download

if TYPE_CHECKING:
    from pbengine.web.pages.results.counted import Counted


@get("/rounds/{slug:str}/result.json", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def save_json(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """Send the result as it is published, to the byte."""
    return download(_counted(request, slug).result.result_json, f"{slug}-result.json", "application/json")


@get("/rounds/{slug:str}/result.pb", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def save_pb(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """Send the ballots as a Pabulib file."""
    return download(_counted(request, slug).result.result_pb, f"{slug}.pb", "text/plain")


@get("/rounds/{slug:str}/ballots.csv", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def save_ballots(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """Send the ballots as a table for a spreadsheet."""
    ballots = published_ballots(_counted(request, slug))
    return download(ballots_csv(ballots), f"{slug}-ballots.csv", "text/csv")


@get("/rounds/{slug:str}/bundle.zip", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def save_bundle(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """Send the whole record of a round."""
    house = house_of(request)
    with house.database.reading() as session:
        files = bundle_of(session, find_round(session, slug), now=house.clock(), keyring=house.keyring)
    return download(pack_zip(files), f"{slug}.zip", "application/zip")


def _counted(request: Request[Any, Any, Any], slug: str) -> Counted:
    with house_of(request).database.reading() as session:
        return counted_of(session, find_round(session, slug), now=house_of(request).clock())


PAGES = (save_json, save_pb, save_ballots, save_bundle)
