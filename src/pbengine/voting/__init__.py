"""Rules and measures of participatory budgeting, as pure functions."""
