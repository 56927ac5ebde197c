"""Refusals of the web layer itself: of requests that no operation ever sees."""

from dataclasses import dataclass

from pbengine.process.refusals import Refusal


@dataclass(eq=False)
class SignInRefusal(Refusal):
    """The page is for people who have signed in."""

    code = "sign-in"


@dataclass(eq=False)
class NoAccessRuleRefusal(Refusal):
    """The handler does not say for whom it is, so it is for nobody."""

    code = "no-access-rule"


@dataclass(eq=False)
class CrossSiteRefusal(Refusal):
    """A form was sent from a page of another site, or by a browser that does not say from where."""

    code = "cross-site"


@dataclass(eq=False)
class StaleFormRefusal(Refusal):
    """The form does not carry the proof that this server made it for this visitor."""

    code = "stale-form"


@dataclass(eq=False)
class UnknownHostRefusal(Refusal):
    """The request calls this server by a name that is not its own."""

    code = "unknown-host"


@dataclass(eq=False)
class TooManyAttemptsRefusal(Refusal):
    """Too many wrong passwords for this account or from this address."""

    code = "too-many-attempts"
    seconds: int
    minutes: int
