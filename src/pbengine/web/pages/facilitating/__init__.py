"""The facilitators' pages, a module a noun."""

from pbengine.web.pages.facilitating import dashboard, overview, places, reviews, rounds, voting

PAGES = (
    *dashboard.PAGES,
    *overview.PAGES,
    *places.PAGES,
    *reviews.PAGES,
    *rounds.PAGES,
    *voting.PAGES,
)
