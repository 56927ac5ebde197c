"""How votes are counted: every rule of the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

import pbengine.voting.rules  # noqa: F401 - fills the register
from pbengine.process.refusals import NotFoundRefusal
from pbengine.voting.registry import Rule, rules
from pbengine.web.access import Access
from pbengine.web.rendering import render


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option of a rule."""

    name: str
    meaning: str
    default: str
    bounds: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as a page."""

    id: str
    name: str
    summary: str
    ballots: tuple[str, ...]
    options: tuple[OptionLine, ...]
    citation: str
    section: str
    url: str


@dataclass(frozen=True, slots=True)
class RulesView:
    """Every rule."""

    rules: tuple[RuleView, ...]


@get("/rules", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def list_rules(request: Request[Any, Any, Any]) -> Response[str]:
    """List the rules."""
    return render(request, "rules/list", RulesView(tuple(_view(rule) for rule in rules())))


@get("/rules/{rule_id:str}", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def show_rule(request: Request[Any, Any, Any], rule_id: FromPath[str]) -> Response[str]:
    """Explain a rule."""
    rule = next((rule for rule in rules() if rule.id == rule_id), None)
    if rule is None:
        raise NotFoundRefusal("rule", rule_id)
    return render(request, "rules/show", _view(rule))


def _view(rule: Rule) -> RuleView:
    return RuleView(
        id=rule.id,
        name=rule.name,
        summary=rule.summary,
        ballots=tuple(rule.ballots),
        options=tuple(
            OptionLine(option.name, option.meaning, str(option.default), option.bounds) for option in rule.options
        ),
        citation=rule.source.citation,
        section=rule.source.section,
        url=rule.source.url,
    )


PAGES = (list_rules, show_rule)
