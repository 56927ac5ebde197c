"""Measures of an outcome, as a page about a result explains it."""
