"""What an audit meets that is no fault of the record's: something it needs is not there."""

from __future__ import annotations


class AuditError(Exception):
    """Base of every refusal of :mod:`pbengine.audit`."""


class BlockedError(AuditError):
    """A check cannot run: what it reads is absent or cannot be read, as another check says."""


class NotGivenError(AuditError):
    """A check has nothing to look at, because the auditor gave nothing of the kind."""


class UncountableError(AuditError):
    """The ballots cannot be counted: an unknown rule, an option out of bounds, a project that is not on the ballot."""
