"""The sentence of each refusal and of each fault of a field: msgids for gettext, with figures as ``%(name)s``.

Whoever shows them translates, and writes figures as its reader does: numbers and money in the reader's form, words such
as phases, roles and statuses in the reader's language, a list of words as one text.
"""

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "form": "Some of what you sent cannot be taken. Each field says what is wrong with it.",
        "ballot": "This ballot cannot be cast as it is. Nothing was stored; change it and send it again.",
        "not-found": "There is no such %(noun)s.",
        "not-allowed": "Only a %(needed)s of this place may do this.",
        "not-steward": "Only a steward may do this. Whoever runs this server says who is one.",
        "not-author": "Only the resident who wrote this proposal may change it.",
        "phase": "This cannot be done now: the round is in the phase “%(phase)s”, and this belongs to “%(needed)s”.",
        "frozen": "Voting has opened, so rules, projects, costs and dates are frozen and nobody can change them. "
        "The digest of what was frozen is %(digest)s.",
        "proposal-status": "This cannot be done with a proposal that is %(status)s.",
        "dates-passed": "Voting cannot open: its last day has passed. Set new dates first.",
        "nothing-to-vote-on": "Voting cannot open: no proposal has been admitted to the ballot.",
        "nobody-to-vote": "Voting cannot open: this place has no residents who could vote.",
        "rule-unfit": "Voting cannot open: the rule “%(rule)s” cannot count this ballot: %(faults)s. "
        "Change the rule first.",
        "cost-limit": "Voting cannot open: every project costs more than one ballot may hold. Change that limit first.",
        "not-on-roll": "You are not on the roll of this vote. The roll was closed when voting opened.",
        "already-voted": "You have already voted in this round, and a ballot cannot be changed. "
        "The tracker of your ballot is %(tracker)s.",
        "key-reused": "A different ballot was sent from this page before. That first ballot stands.",
        "not-published": "Nothing of the result is shown before it is published. The round is in “%(phase)s”.",
        "tally-running": "The ballots are being counted right now.",
        "tally-not-failed": "Only a count that failed can be started again.",
        "already-imported": "This file was imported before: it is the round “%(title)s” (%(slug)s).",
        "no-rule": "The file was decided by the rule “%(rule)s”, which cannot be counted here. Known rules: %(known)s.",
        "file-unfit": "The election in this file cannot be kept here: %(fault)s.",
        "taken": "“%(value)s” is in use already. Choose another.",
        "wrong-credentials": "This e-mail address and this password do not belong together.",
        "busy": "Many people are here right now. Nothing was stored; please try again in a few seconds.",
        "storage": "This could not be stored: our machine has a fault. Nothing was changed; please try later.",
        # faults of a field
        "missing": "This is missing.",
        "too-long": "This is too long: at most %(most)s characters.",
        "too-small": "This is too small: at least %(least)s.",
        "too-large": "This is too large: at most %(most)s.",
        "not-after": "This must be later than the date for “%(other)s”.",
        "in-the-past": "This lies in the past.",
        "year-out-of-range": "Look at the year: it is one from %(first)s to %(last)s.",
        "unknown-rule": "There is no such rule. The rules are: %(known)s.",
        "option": "%(fault)s",
        "other-ballots": "“%(rule)s” does not count ballots on which voters approve projects.",
        "not-an-address": "This is not an e-mail address.",
        "not-a-slug": "Use small letters a to z, digits and single hyphens, at most %(most)s characters.",
        "not-a-currency": "Use the three capital letters of a currency, such as EUR.",
        "not-a-power-of-ten": "Use 1, 10, 100 or 1000.",
        "password-length": "A password has at least %(least)s and at most %(most)s characters.",
        # faults of a ballot
        "unknown-project": "There is no project %(project)s on this ballot.",
        "too-few": "You chose %(length)s; choose at least %(least)s.",
        "too-many": "You chose %(length)s; choose at most %(most)s.",
        "over-cost": "What you chose costs %(cost)s together; it may cost at most %(most)s.",
        "under-cost": "What you chose costs %(cost)s together; it must cost at least %(least)s.",
        "repeated": "Project %(project)s stands twice on this ballot.",
        "points-range": "The points for project %(project)s are out of range.",
        "points-sum": "The points add up to %(sum)s, which is out of range.",
        "over-credits": "The votes cost %(squares)s credits together; there are at most %(most)s.",
    }
)
