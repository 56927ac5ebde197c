"""The numbered checks. A new check is a function in the file of its group, a new group is its file and a line here."""

from pbengine.audit.checks import authenticity, completeness, consistency, eligibility, evidence, integrity, tally
from pbengine.audit.register import checks

__all__ = ["CHECK_MODULES", "checks"]

CHECK_MODULES = (completeness, authenticity, consistency, integrity, eligibility, tally, evidence)
"""Every module that registers checks."""
