"""Why each project is funded or not, in sentences to the people who voted: one module for each family of rules."""

from pbengine.formats.sentences.catalogue import POINT_SENTENCES, SENTENCES
from pbengine.formats.sentences.message import Message, counted, plural, single
from pbengine.formats.sentences.saying import AT_THE_MOST, IDENTIFIERS, NAMES, VOTES, sentence
from pbengine.formats.sentences.words import (
    ENGLISH,
    ORDINALS,
    Words,
    english_count,
    english_ordinal,
    plain_money,
    plain_number,
)

__all__ = [
    "AT_THE_MOST",
    "ENGLISH",
    "IDENTIFIERS",
    "NAMES",
    "ORDINALS",
    "POINT_SENTENCES",
    "SENTENCES",
    "VOTES",
    "Message",
    "Words",
    "counted",
    "english_count",
    "english_ordinal",
    "plain_money",
    "plain_number",
    "plural",
    "sentence",
    "single",
]
