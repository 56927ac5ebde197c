"""Forms: reading what was sent, all its faults at once, and showing it again as it was typed."""

from __future__ import annotations

import typing
from collections.abc import Mapping  # noqa: TC003 - Litestar reads the annotations of what it injects
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from litestar.exceptions import ClientException
from pydantic import BaseModel, ValidationError

from pbengine.process.refusals import FieldFault, FormRefusal, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from litestar import Request
    from pydantic_core import ErrorDetails

    from pbengine.process.refusals import Figure

Model = TypeVar("Model", bound=BaseModel)

CODES = {
    "missing": "missing",
    "string_too_short": "too-short",
    "string_too_long": "too-long",
    "too_short": "too-few",
    "too_long": "too-many",
    "greater_than": "too-small",
    "greater_than_equal": "too-small",
    "less_than": "too-large",
    "less_than_equal": "too-large",
    "int_parsing": "not-a-number",
    "int_type": "not-a-number",
    "enum": "not-one-of",
    "literal_error": "not-one-of",
    "string_pattern_mismatch": "not-that-form",
}
"""From the kind of error that pydantic reports to our codes; :mod:`pbengine.web.sentences` has their sentences."""
FIGURES = {
    "min_length": "least",
    "max_length": "most",
    "ge": "least",
    "le": "most",
}


@dataclass(frozen=True, slots=True)
class Form:
    """The fields that a browser sent, each with all its values in order."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def one(self, name: str) -> str:
        """Return the first value of a field; empty if it was not sent."""
        return next(iter(self.fields.get(name, ())), "")

    def many(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return self.fields.get(name, ())


async def sent_fields(request: Request[Any, Any, Any]) -> list[tuple[str, object]]:
    """Return what a form sent, in order; raises ClientException for a body that cannot be read as one."""
    try:
        return list((await request.form()).multi_items())
    except (LookupError, ValueError) as error:  # a charset that nobody knows, bytes that are no text
        raise ClientException from error


async def form_fields(request: Request[Any, Any, Any]) -> Form:
    """Read the form of a request: a field that came once is a list of one, line ends are one character."""
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in await sent_fields(request):
        if isinstance(value, str):
            text = value.replace("\r\n", "\n").replace("\0", "")
            fields[name] = (*fields.get(name, ()), text)
    return Form(MappingProxyType(fields))


def read_form(model: type[Model], form: Form, **context: Any) -> Model:  # noqa: ANN401 - passed on to the model's validators
    """Return the model made of a form; raises FormRefusal with every fault. Empty fields count as not sent."""
    values: dict[str, str | tuple[str, ...]] = {}
    for name, info in model.model_fields.items():
        if typing.get_origin(info.annotation) in {tuple, list, set, frozenset}:
            values[name] = tuple(value for value in form.many(name) if value)
        elif form.one(name).strip():
            values[name] = form.one(name).strip()
    try:
        return model.model_validate(values, context=context)
    except ValidationError as error:
        raise FormRefusal(tuple(_fault(item) for item in error.errors(include_url=False))) from None


def _fault(error: ErrorDetails) -> FieldFault:
    name = str(error["loc"][0]) if error["loc"] else ""
    facts = error.get("ctx", {})
    figures: dict[str, Figure] = {
        FIGURES[key]: value for key, value in facts.items() if key in FIGURES and value is not None
    }
    if error["type"] == "value_error":
        return FieldFault(name, str(facts.get("error", "")) or "not-that-form", MappingProxyType(figures))
    return FieldFault(name, CODES.get(error["type"], "not-that-form"), MappingProxyType(figures))


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as it is shown: what stands in its fields, and what is wrong with it."""

    values: Form = field(default_factory=Form)
    faults: tuple[FieldFault, ...] = ()

    def one(self, name: str) -> str:
        """Return what stands in a field."""
        return self.values.one(name)

    def many(self, name: str) -> tuple[str, ...]:
        """Return what is ticked."""
        return self.values.many(name)

    def faults_of(self, name: str) -> tuple[FieldFault, ...]:
        """Return what is wrong with a field; the empty name is the form as a whole."""
        return tuple(fault for fault in self.faults if fault.field == name)


def filled(values: Mapping[str, str | Iterable[str]]) -> FormView:
    """Return a form that shows these values."""
    fields = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in values.items()}
    return FormView(Form(MappingProxyType(fields)))


class Attempt:
    """Something tried with a form: ``with attempt:`` keeps its faults, so that the form can be shown again.

    Refusals of the classes in ``also`` are kept as well, as a fault of the form as a whole.
    """

    def __init__(self, form: Form, *, also: Iterable[type[Refusal]] = ()) -> None:
        self.form = form
        self.faults: tuple[FieldFault, ...] = ()
        self._also = tuple(also)

    def shown(self) -> FormView:
        """Return the form as it was typed, with its faults."""
        return FormView(self.form, self.faults)

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Keep what can be shown with the form; everything else goes on to the table of refusals."""
        if isinstance(error, FormRefusal):
            self.faults = error.faults
            return True
        if isinstance(error, self._also) and isinstance(error, Refusal):
            self.faults = (FieldFault("", error.code, error.figures),)
            return True
        return False
