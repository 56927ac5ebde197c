"""The kinds of ballot, each with its rules of validity."""
