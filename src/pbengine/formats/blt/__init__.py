"""``.blt`` files of rankings: read with every variant that is met, written in the plainest form."""

from pbengine.formats.blt.reading import read_blt
from pbengine.formats.blt.writing import write_blt, write_election

__all__ = ["read_blt", "write_blt", "write_election"]
