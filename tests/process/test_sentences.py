"""Every refusal has a code and a sentence, and every sentence has its figures."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pbengine import process
from pbengine.process import refusals
from pbengine.process.refusals import FormRefusal, Refusal
from pbengine.process.sentences import SENTENCES
from pbengine.voting.ballots import limits

FIGURE = re.compile(r"%\((\w+)\)s")
SOURCES = sorted(Path(process.__path__[0]).glob("*.py"))


def descendants(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        if child.__module__ == refusals.__name__:
            yield child
            yield from descendants(child)


REFUSALS = list(descendants(Refusal))


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_the_sentence_of_a_refusal_uses_only_figures_that_it_has(kind: type[Refusal]) -> None:
    assert kind.__name__.endswith("Refusal")
    fields = {field.name for field in dataclasses.fields(kind)}
    assert set(FIGURE.findall(SENTENCES[kind.code])) <= fields


def test_codes_are_in_kebab_case_and_each_belongs_to_one_refusal() -> None:
    codes = [kind.code for kind in REFUSALS]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


def fault_codes() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each code that the source gives a FieldFault, with the figures it gives along."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "FieldFault":
                code = node.args[1]
                given = node.args[2] if len(node.args) > 2 else None
                if isinstance(code, ast.Constant):
                    keys = given.keys if isinstance(given, ast.Dict) else []
                    yield str(code.value), frozenset(str(key.value) for key in keys if isinstance(key, ast.Constant))


@pytest.mark.parametrize(("code", "figures"), sorted(set(fault_codes()), key=str))
def test_the_sentence_of_a_fault_uses_only_figures_that_it_has(code: str, figures: frozenset[str]) -> None:
    assert set(FIGURE.findall(SENTENCES[code])) <= figures


def test_every_fault_of_a_ballot_has_a_sentence() -> None:
    documented = re.findall(r"``([a-z-]+)`` \{", limits.BallotFault.__doc__ or "")
    assert set(documented) == {
        "too-few",
        "too-many",
        "under-cost",
        "over-cost",
        "repeated",
        "points-range",
        "points-sum",
        "over-credits",
    }
    assert set(documented) <= set(SENTENCES)


def test_a_refusal_says_its_figures_by_name() -> None:
    refusal = refusals.PhaseRefusal("voting", ("proposals", "review"))
    assert refusal.figures == {"phase": "voting", "needed": "proposals, review"}
    assert str(refusal) == "phase {'phase': 'voting', 'needed': 'proposals, review'}"
    assert FormRefusal(()).figures == {"faults": ""}
