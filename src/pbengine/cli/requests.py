"""The options by which a count is asked for, which ``tally`` and ``explain`` share."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from pbengine.cli.counting import read_request
from pbengine.cli.lots import lot_option
from pbengine.cli.settings import read_settings, rule_option, set_option
from pbengine.cli.terms import terms_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from pbengine.cli.lots import LotChoice
    from pbengine.cli.terms import Terms


def request_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add ``--rule``, ``--set``, ``--lot`` and the terms; the function takes them together as ``request``."""

    @rule_option
    @set_option
    @lot_option
    @terms_options
    @wraps(function)
    def with_request(
        *,
        rule_id: str | None,
        settings: tuple[str, ...],
        lot: LotChoice,
        terms: Terms,
        **others: Any,  # noqa: ANN401 - click's values
    ) -> None:
        function(request=read_request(rule_id, read_settings(settings), lot, terms), **others)

    return with_request
