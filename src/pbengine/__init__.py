"""Participatory budgeting, from proposals to a published result that anyone can check."""

__version__ = "0.1.0"
