"""The result of a round: the answer, the count step by step, and everything to check it with."""

from pbengine.web.pages.results import closeness, comparing, downloads, showing, steps

PAGES = (*showing.PAGES, *steps.PAGES, *comparing.PAGES, *closeness.PAGES, *downloads.PAGES)
