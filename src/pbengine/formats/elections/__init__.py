"""Every format that ballots are read from and written to, under one roof: a file's bytes to an election and back."""

from pbengine.formats.elections.election import Election
from pbengine.formats.elections.holding import NotHeldError
from pbengine.formats.elections.register import FORMATS, Format, UnknownFormatError, format_of

__all__ = ["FORMATS", "Election", "Format", "NotHeldError", "UnknownFormatError", "format_of"]
