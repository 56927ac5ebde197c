"""Values <-> documents, field by field: one table says what each field of a document may hold."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pbengine.record.canonical import LARGEST, object_of
from pbengine.record.encoding import HASH_BYTES, b64, unb64
from pbengine.record.errors import EncodingError, FieldFault, FieldsError, KeyTextError
from pbengine.record.keys import VerifierKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from pbengine.record.canonical import Value

T = TypeVar("T")
E = TypeVar("E", bound="StrEnum")
_CARRIED: dict[type, tuple[tuple[str, Codec[Any], object], ...]] = {}
_MOMENT = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z")
_HEX = re.compile(f"[0-9a-f]{{{2 * HASH_BYTES}}}")
_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclasses.dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """How a value stands in a document. ``read`` raises FieldsError with sentences without a subject."""

    read: Callable[[Value], T]
    write: Callable[[T], Value]


def carries(**codecs: Codec[Any]) -> Callable[[type[T]], type[T]]:
    """Declare how each field of a dataclass stands in documents; a field with a default is left out where it has it.

    Raises
    ------
    TypeError
        if the names are not those of the fields.
    """

    def register(cls: type[T]) -> type[T]:
        fields = dataclasses.fields(cls)  # type: ignore[arg-type] # a dataclass, as the next line would say
        if {field.name for field in fields} != set(codecs):
            raise TypeError(f"{cls.__name__} has the fields {', '.join(field.name for field in fields)}")
        _CARRIED[cls] = tuple((field.name, codecs[field.name], field.default) for field in fields)
        return cls

    return register


def document_of(value: object) -> dict[str, Value]:
    """Return the document of a dataclass that carries fields; what has its default value is left out."""
    members = ((name, codec, getattr(value, name), default) for name, codec, default in _CARRIED[type(value)])
    return {name: codec.write(member) for name, codec, member, default in members if member != default}


def value_of(cls: type[T], document: Value) -> T:
    """Return the value of a document.

    Raises
    ------
    FieldsError
        naming each field that is missing, unknown, spelt out though it has its default value, or wrongly filled.
    """
    if not isinstance(document, Mapping):
        raise refuse("is no object")
    fields = _CARRIED[cls]
    known = {name for name, _, _ in fields}
    faults = [FieldFault("there is no such field", name) for name in document if name not in known]
    members = {}
    for name, codec, default in fields:
        if name in document:
            try:
                members[name] = codec.read(document[name])
            except FieldsError as error:
                faults += [fault.within(name) for fault in error.faults]
                continue
            if members[name] == default:
                faults.append(FieldFault(f"is left out where it is {members[name]!r}", name))
        elif default is dataclasses.MISSING:
            faults.append(FieldFault("is missing", name))
    if faults:
        raise FieldsError(*faults)
    return cls(**members)


def body_of(data: bytes, *, version: int) -> dict[str, Value]:
    """Return the object that canonical bytes hold, without its version ``v``.

    Raises
    ------
    CanonicalError
        if the bytes are not canonical or hold no object.
    FieldsError
        if they are of another version.
    """
    document = dict(object_of(data))
    found = document.pop("v", None)
    if found != version or isinstance(found, bool):
        raise refuse(f"{found!r} is not the version known here, {version}", "v")
    return document


def refuse(text: str, place: str = "") -> FieldsError:
    """Return the refusal with one fault."""
    return FieldsError(FieldFault(text, place))


def _read_text(value: Value) -> str:
    if not isinstance(value, str):
        raise refuse(f"{value!r} is no text")
    return value


def _pattern(pattern: re.Pattern[str], what: str) -> Codec[str]:
    def read(value: Value) -> str:
        text = _read_text(value)
        if not pattern.fullmatch(text):
            raise refuse(f"{text[:100]!r} is not {what}")
        return text

    return Codec(read, str)


def whole(least: int) -> Codec[int]:
    """Return the codec of whole numbers from ``least`` on."""

    def read(value: Value) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise refuse(f"{value!r} is no whole number")
        if value < least:
            raise refuse(f"{value} is below {least}")
        return value

    return Codec(read, int)


def _read_hash(value: Value) -> bytes:
    try:
        return unb64(_read_text(value), HASH_BYTES)
    except EncodingError as error:
        raise refuse(str(error)) from None


def _read_hex(value: Value) -> bytes:
    text = _read_text(value)
    if not _HEX.fullmatch(text):
        raise refuse(f"{text[:100]!r} is not the hexadecimal form of {HASH_BYTES} bytes")
    return bytes.fromhex(text)


def _read_key(value: Value) -> VerifierKey:
    try:
        return VerifierKey.parse(_read_text(value))
    except KeyTextError as error:
        raise refuse(str(error)) from None


def word(words: type[E]) -> Codec[E]:
    """Return the codec of the words of an enumeration."""

    def read(value: Value) -> E:
        try:
            return words(_read_text(value))
        except ValueError:
            raise refuse(f"{value!r} is not one of {', '.join(words)}") from None

    return Codec(read, str)


def listed(codec: Codec[T]) -> Codec[tuple[T, ...]]:
    """Return the codec of a list of what another codec reads."""

    def read(value: Value) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise refuse("is no list")
        members: list[T] = []
        faults: list[FieldFault] = []
        for place, member in enumerate(value):
            try:
                members.append(codec.read(member))
            except FieldsError as error:
                faults += [fault.within(f"[{place}]") for fault in error.faults]
        if faults:
            raise FieldsError(*faults)
        return tuple(members)

    return Codec(read, lambda values: [codec.write(value) for value in values])


def mapped(codec: Codec[T]) -> Codec[Mapping[str, T]]:
    """Return the codec of an object with free keys, whose values another codec reads."""

    def read(value: Value) -> Mapping[str, T]:
        if not isinstance(value, Mapping):
            raise refuse("is no object")
        members: dict[str, T] = {}
        faults: list[FieldFault] = []
        for key, member in value.items():
            try:
                members[key] = codec.read(member)
            except FieldsError as error:
                faults += [fault.within(key) for fault in error.faults]
        if faults:
            raise FieldsError(*faults)
        return members

    return Codec(read, lambda values: {key: codec.write(value) for key, value in values.items()})


def nested(cls: type[T]) -> Codec[T]:
    """Return the codec of a dataclass that carries fields."""
    return Codec(lambda value: value_of(cls, value), document_of)


TEXT: Codec[str] = Codec(_read_text, str)
KEBAB = _pattern(_KEBAB, "a word in kebab case")
MOMENT = _pattern(_MOMENT, "a moment such as 2026-05-01T18:00:00Z")
INTEGER = whole(-LARGEST)
COUNT = whole(0)
POSITIVE = whole(1)
HEX = Codec(_read_hex, bytes.hex)
HASH: Codec[bytes] = Codec(_read_hash, b64)
KEY: Codec[VerifierKey] = Codec(_read_key, lambda key: key.text)
ANY: Codec[Any] = Codec(lambda value: value, lambda value: value)
