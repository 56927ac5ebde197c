"""The made-up town, read from its files in ``fixtures/town``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pbengine

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERYWHERE = "all"
ROUNDS = ("streets", "youth", "green")
PLACES = (
    Path(pbengine.__file__).parent / "fixtures" / "town",
    Path(pbengine.__file__).parents[2] / "fixtures" / "town",
)
"""In the installed package, and beside the sources."""


@dataclass(frozen=True, slots=True)
class Idea:
    """A proposal of the town. Money is in units of the currency; ``cost`` None means that no cost was set.

    ``author`` is the role of a ready-made sign-in; empty for one of the residents who live near.
    """

    title: str
    summary: str
    body: str
    place: str
    near: str
    themes: frozenset[str]
    appeal: float
    estimate: int | None
    cost: int | None
    declined: str
    withdrawn: bool
    author: str


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """A round of the town. ``days`` says when each phase begins, in days from now."""

    slug: str
    title: str
    purpose: str
    budget: int
    rule: str
    options: Mapping[str, str]
    max_choices: int
    turnout: float
    days: Mapping[str, int]
    ideas: tuple[Idea, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A ready-made sign-in."""

    role: str
    name: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Town:
    """Everything that the files say."""

    seed: str
    commission: Mapping[str, Any]
    residents: int
    neighbourhoods: Mapping[str, int]
    themes: tuple[str, ...]
    accounts: tuple[Account, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    rounds: tuple[PlannedRound, ...]

    def account(self, role: str) -> Account:
        """Return the ready-made sign-in of a role."""
        return next(account for account in self.accounts if account.role == role)


def read_town() -> Town:
    """Return the town."""
    folder = next((place for place in PLACES if place.is_dir()), None)
    if folder is None:
        message = "the files of the made-up town are missing from this installation"
        raise FileNotFoundError(message)
    town = _read(folder / "town.toml")
    return Town(
        seed=town["seed"],
        commission=town["commission"],
        residents=town["residents"]["count"],
        neighbourhoods={part["name"]: part["share"] for part in town["neighbourhoods"]},
        themes=tuple(town["themes"]["names"]),
        accounts=tuple(Account(**account) for account in town["accounts"]),
        first_names=tuple(town["names"]["first"]),
        last_names=tuple(town["names"]["last"]),
        rounds=tuple(_round(_read(folder / f"{name}.toml")) for name in ROUNDS),
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _round(table: Mapping[str, Any]) -> PlannedRound:
    plain = {name: value for name, value in table.items() if name != "proposals"}
    return PlannedRound(**plain, ideas=tuple(_idea(idea) for idea in table["proposals"]))


def _idea(table: Mapping[str, Any]) -> Idea:
    usual = {"estimate": None, "cost": None, "declined": "", "withdrawn": False, "author": ""}
    return Idea(**(usual | dict(table) | {"themes": frozenset(table["themes"]), "body": table["body"].strip()}))
