import json
from fractions import Fraction
from types import MappingProxyType
from typing import Any, cast

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from pbengine.record.canonical import DEEPEST, LARGEST, Value, dumps, loads, object_of
from pbengine.record.errors import CanonicalError

texts = st.text(st.characters(codec="utf-8"))
ascii_keys = st.text(st.characters(max_codepoint=127))
values = st.recursive(
    st.booleans() | st.integers(-LARGEST, LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_canonical_bytes_are_those_of_an_independent_implementation(value: Value) -> None:
    assert dumps(value) == rfc8785.dumps(cast("Any", value))


@given(values)
def test_what_is_written_is_read_back(value: Value) -> None:
    assert loads(dumps(value)) == value


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_reading_never_fails_but_by_its_own_refusal(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        value = loads(data)
    except CanonicalError:
        return
    assert dumps(value) == data


@given(values, st.data())
def test_a_changed_bit_is_another_value_or_refused(value: Value, data: st.DataObject) -> None:
    line = bytearray(dumps(value))
    line[data.draw(st.integers(0, len(line) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        changed = loads(bytes(line))
    except CanonicalError:
        return
    assert dumps(changed) == bytes(line) != dumps(value)


@pytest.mark.parametrize(
    "line",
    [
        b'{"a": 1}',
        b' {"a":1}',
        b'{"a":1}\n',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":9007199254740992}',
        b'{"a":-9007199254740992}',
        b'{"a":' + b"1" * 5000 + b"}",
        b'{"a":null}',
        b"null",
        b"NaN",
        b'{"a":Infinity}',
        '{"ä":1}'.encode(),
        b'{"\\u00e4":1}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u001F"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\xff"}',
        b"\xef\xbb\xbf{}",
        b"",
        b"[" * 100_000,
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
    ],
)
def test_bytes_outside_the_house_subset_are_refused(line: bytes) -> None:
    with pytest.raises(CanonicalError):
        loads(line)


@pytest.mark.parametrize(
    "value",
    [None, 1.0, Fraction(1, 2), b"x", {1: "a"}, {"ä": 1}, {"a": None}, [1.5], 2**53, -(2**53), "\ud800", {"a": {2}}],
)
def test_values_outside_the_house_subset_are_refused(value: object) -> None:
    with pytest.raises(CanonicalError):
        dumps(cast("Any", value))


def test_the_largest_numbers_and_the_deepest_lists_are_taken() -> None:
    deepest = b"[" * DEEPEST + b"]" * DEEPEST
    assert loads(b'{"a":9007199254740991,"b":-9007199254740991}') == {"a": LARGEST, "b": -LARGEST}
    assert dumps(loads(deepest)) == deepest


def test_controls_are_escaped_as_rfc_8785_says_and_nothing_else_is() -> None:
    text = '\x00\b\t\n\x0b\f\r\x1f"\\/\x7f\u2028€😀'
    assert dumps(text) == rfc8785.dumps(text)
    assert loads(dumps(text)) == text


def test_read_only_mappings_and_tuples_are_written_too() -> None:
    assert dumps(MappingProxyType({"a": (1, MappingProxyType({}))})) == b'{"a":[1,{}]}'


def test_only_an_object_is_an_object() -> None:
    assert object_of(b"{}") == {}
    with pytest.raises(CanonicalError):
        object_of(json.dumps([]).encode())
