"""Exact optimisation: the best set of projects, proven in whole numbers. Nothing here is decided by a float."""
