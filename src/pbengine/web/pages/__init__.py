"""Pages, a module a noun. A new module is its import and a line here."""

from pbengine.web.pages import (
    ballots,
    facilitating,
    health,
    home,
    proposals,
    records,
    results,
    rounds,
    rules,
    signing_in,
    trust,
)

PAGES = (
    *ballots.PAGES,
    *facilitating.PAGES,
    *health.PAGES,
    *home.PAGES,
    *proposals.PAGES,
    *records.PAGES,
    *results.PAGES,
    *rounds.PAGES,
    *rules.PAGES,
    *signing_in.PAGES,
    *trust.PAGES,
)
