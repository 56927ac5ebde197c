"""The public record of a round."""

from pbengine.web.pages.records import acts, log, receipts, record

PAGES = (*record.PAGES, *acts.PAGES, *log.PAGES, *receipts.PAGES)
