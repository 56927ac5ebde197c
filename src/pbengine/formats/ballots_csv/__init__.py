"""Ballots in ``.csv`` files, a row a ballot: as spreadsheets have them, and as scot-elex publishes Scotland's."""

from pbengine.formats.ballots_csv.reading import read_csv
from pbengine.formats.ballots_csv.writing import write_csv

__all__ = ["read_csv", "write_csv"]
