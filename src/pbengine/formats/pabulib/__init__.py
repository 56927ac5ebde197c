"""Pabulib ``.pb`` files: read with everything that real files contain, written in the strict form."""

from pbengine.formats.pabulib.declared import rule_keys
from pbengine.formats.pabulib.file import PabulibFile
from pbengine.formats.pabulib.making import pabulib_file
from pbengine.formats.pabulib.of_election import write_election
from pbengine.formats.pabulib.reading import read_pabulib
from pbengine.formats.pabulib.writing import write_pabulib

__all__ = ["PabulibFile", "pabulib_file", "read_pabulib", "rule_keys", "write_election", "write_pabulib"]
