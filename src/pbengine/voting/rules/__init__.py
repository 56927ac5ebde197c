"""The voting rules, one file each."""
