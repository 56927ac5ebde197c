"""HEAD: whoever asks for the head of an answer gets what GET would answer, without its body."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from litestar import Litestar

if TYPE_CHECKING:
    from litestar.types import HTTPResponseBodyEvent, Message, Receive, Scope, Send
    from litestar.types.asgi_types import LifeSpanReceive, LifeSpanScope, LifeSpanSend


class HeadLitestar(Litestar):
    """An application whose every page that answers GET answers HEAD too."""

    async def __call__(
        self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend
    ) -> None:
        """Answer; the server keeps its own scope, for it has to know that no body follows."""
        if scope.get("method") == "HEAD":
            asked = cast("Scope", {**scope, "method": "GET"})
            await super().__call__(asked, receive, without_body(cast("Send", send)))
        else:
            await super().__call__(scope, receive, send)


def without_body(send: Send) -> Send:
    """Return what sends all of an answer but its body; its length is still told."""

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = cast("HTTPResponseBodyEvent", {**message, "body": b""})
        await send(message)

    return send_head
