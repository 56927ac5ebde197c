"""PrefLib's files of rankings, ``.soi``, ``.soc``, ``.toi`` and ``.toc``, in today's layout and that of before 2022."""

from pbengine.formats.preflib.reading import read_preflib
from pbengine.formats.preflib.writing import write_preflib, write_soc, write_soi, write_toc, write_toi

__all__ = ["read_preflib", "write_preflib", "write_soc", "write_soi", "write_toc", "write_toi"]
