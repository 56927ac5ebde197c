"""Elections of candidates by rankings, whatever the format that they are read from or written in."""

from pbengine.formats.ranked.file import RankedFile
from pbengine.formats.ranked.rows import Rows, ranked_profile

__all__ = ["RankedFile", "Rows", "ranked_profile"]
