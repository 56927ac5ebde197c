"""Proposals: reading them, writing one, taking one's own back."""

from pbengine.web.pages.proposals import reading, removing, writing

PAGES = (*reading.PAGES, *writing.PAGES, *removing.PAGES)
