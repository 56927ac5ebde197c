"""Every table, by importing every module that holds one: what migrations compare a database with."""

from pbengine.process import (
    ballots,
    commissions,
    eligibility,
    importing,
    ledger,
    logins,
    opening,
    people,
    projects,
    proposals,
    rounds,
    tallies,
)
from pbengine.process.columns import Record

MODULES = (
    ballots,
    commissions,
    eligibility,
    importing,
    ledger,
    logins,
    opening,
    people,
    projects,
    proposals,
    rounds,
    tallies,
)
METADATA = Record.metadata
