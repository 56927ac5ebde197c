"""The append-only record: canonical entries, Merkle log, signed checkpoints, bundle."""
