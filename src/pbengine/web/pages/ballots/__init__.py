"""The ballot: choosing, checking, casting, and the receipt."""

from pbengine.web.pages.ballots import casting, choosing, receipts

PAGES = (*choosing.PAGES, *casting.PAGES, *receipts.PAGES)
