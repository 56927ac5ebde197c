"""Pages, a module a noun. A new module is its import and a line here."""

from pbengine.web.pages import health, home, rounds, rules, signing_in, trust

PAGES = (
    *health.PAGES,
    *home.PAGES,
    *rounds.PAGES,
    *rules.PAGES,
    *signing_in.PAGES,
    *trust.PAGES,
)
