"""The result of a round: the answer, the count step by step, and everything to check it with."""

from pbengine.web.pages.results import downloads, showing, steps

PAGES = (*showing.PAGES, *steps.PAGES, *downloads.PAGES)
