"""The pictures of a result: the budget made of what is funded, the votes, and what supporters paid."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from pbengine.web.charts import BarChart, Look, Row, StackChart, bar_chart, nice_ticks, stack_chart
from pbengine.web.language import gettext as _
from pbengine.web.language import money, ngettext, number
from pbengine.web.pages.results.words import at_least, at_most

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.web.pages.results.counted import Counted, ProjectLine


def N_(message: str) -> str:  # noqa: N802 - gettext's name for marking a sentence that is translated later
    """Mark a sentence for the catalogues."""
    return message


AT_A_LOOK, FEW = 15, 3
"""How many bars are shown at once, and how many more are not worth folding away."""

TOO_DEAR = frozenset({"not-affordable", "not-covered"})
AHEAD = (
    N_("One project is funded although another with more support is not: that one costs more than was left."),
    N_("%(count)s projects are funded although another with more support is not: that one costs more than was left."),
)
AHEAD_BY_SHARES = (
    N_(
        "One project is funded although another with more support is not: that one costs more than those who chose it "
        "have left together."
    ),
    N_(
        "%(count)s projects are funded although another with more support is not: that one costs more than those who "
        "chose it have left together."
    ),
)


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars with the sentence above them. What is too much for one look stands in ``more``, drawn to the same scale."""

    chart: BarChart
    said: str
    more: BarChart | None = None


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a result; ``payments`` is None where nobody pays from a share."""

    budget: StackChart
    votes: Bars
    payments: Bars | None


def pictures_of(counted: Counted, lines: Sequence[ProjectLine]) -> Pictures:
    """Return the pictures of a result."""
    return Pictures(_budget(counted, lines), _votes(counted, lines), _payments(counted))


def _budget(counted: Counted, lines: Sequence[ProjectLine]) -> StackChart:
    parts = [
        Row(line.title, line.gets, money(line.gets, counted.currency), Look.FUNDED) for line in lines if line.funded
    ]
    return stack_chart(parts, counted.budget)


def _votes(counted: Counted, lines: Sequence[ProjectLine]) -> Bars:
    ordered = sorted(lines, key=lambda line: -line.score)
    rows = [
        Row(
            line.title,
            max(line.score, Fraction(0)),
            number(line.score),
            Look.FUNDED if line.funded else Look.NOT_FUNDED,
            _("funded") if line.funded else _("not funded"),
        )
        for line in ordered
    ]
    top = max((row.value for row in rows), default=0)
    return _bars(rows, [(tick, number(tick)) for tick in nice_ticks(top)], _said_of_votes(counted, ordered))


def _bars(rows: Sequence[Row], ticks: Sequence[tuple[int, str]], said: str) -> Bars:
    if len(rows) <= AT_A_LOOK + FEW:
        return Bars(bar_chart(rows, ticks), said)
    return Bars(bar_chart(rows[:AT_A_LOOK], ticks), said, bar_chart(rows[AT_A_LOOK:], ticks))


def _said_of_votes(counted: Counted, ordered: Sequence[ProjectLine]) -> str:
    """Say which project has the most, and whether projects with fewer are funded while one with more is not."""
    if not ordered:
        return ""
    said = [_most(counted, ordered[0])]
    details = counted.document["projects_detail"]
    refused = [line.score for line in ordered if details[line.id]["reason_code"] in TOO_DEAR]
    ahead = sum(line.funded and line.score < max(refused, default=Fraction(0)) for line in ordered)
    if ahead:
        said.append(_surprise(counted, ahead))
    return " ".join(said)


def _surprise(counted: Counted, ahead: int) -> str:
    """Say why a project may be funded before another that has more support."""
    one, many = AHEAD_BY_SHARES if _has_shares(counted) else AHEAD
    return ngettext(one, many, ahead) % {"count": number(ahead)}


def _has_shares(counted: Counted) -> bool:
    """Return whether projects are funded from the shares of their supporters."""
    details = counted.document["projects_detail"].values()
    return any(detail["reason_code"] == "funded-by-shares" for detail in details)


def _most(counted: Counted, line: ProjectLine) -> str:
    told = {"project": counted.words.project(line.id), "score": number(line.score)}
    if counted.counts_voters:
        many = ngettext(
            "%(project)s has the most votes: %(score)s of you chose it.",
            "%(project)s has the most votes: %(score)s of you chose it.",
            int(line.score),
        )
        return many % told
    return _("%(project)s has the most points: %(score)s.") % told


def _payments(counted: Counted) -> Bars | None:
    steps = [step for step in counted.document["steps"] if step["action"] == "fund" and "effective_votes" in step]
    if not steps or not _has_shares(counted):
        return None
    rows = [_payment(counted, step) for step in steps]
    units = counted.words
    ticks = nice_ticks(max(row.value for row in rows))
    said = _(
        "Each of you had a share of %(share)s to spend. A project is paid for by those who chose it: the more of you, "
        "the less each pays. In order of funding, this is the most that anybody paid."
    )
    told = said % {"share": at_least(Fraction(steps[0]["endowment"]), units)}
    return _bars(rows, [(tick, units.money(Fraction(tick))) for tick in ticks], told)


def _payment(counted: Counted, step: Mapping[str, str]) -> Row:
    payment = Fraction(step["payment"])
    return Row(counted.titles[step["project"]], payment, at_most(payment, counted.words), Look.FUNDED)
