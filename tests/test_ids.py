"""Canonical JSON is the same text whether orjson writes it or the standard library."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ids

#: What statements and rows hold: confidences have at most four decimals.
_NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.integers(0, 10_000).map(lambda n: n / 10_000)
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | _NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(_VALUES)
def test_canonical_json_whoever_writes_it(value: Any) -> None:
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert ids.canonical(value) == plain
    assert ids.parse(plain) == json.loads(plain)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ids, "orjson", None)
        assert ids.canonical(value) == plain
        assert ids.parse(plain) == json.loads(plain)


@pytest.mark.parametrize("value", ["\ud800", 2**70, {"\udfff": [1]}])
def test_what_orjson_refuses(value: Any) -> None:
    text = ids.canonical(value)
    assert ids.parse(text) == value
    assert ids.digest(value) == ids.digest(value)


def test_what_is_no_json_is_an_error() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        ids.parse("{no")
