"""``.blt`` files of rankings: read with every variant that is met, written in the plainest form."""

from pbengine.formats.blt.reading import read_blt

__all__ = ["read_blt"]
