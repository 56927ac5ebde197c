"""Numbered checks that re-run a published record."""
