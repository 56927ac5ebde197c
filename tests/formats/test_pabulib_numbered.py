"""Names that are numbers are looked up as every other name is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.formats.pabulib import numbered
from pbengine.formats.pabulib.numbered import numbered_columns

IDS = st.lists(st.integers(0, 10**6 - 1) | st.integers(0, 30), min_size=1, max_size=9, unique=True)


@pytest.mark.parametrize("part", [1, 2, 5, 2**19])
@given(ids=IDS, data=st.data())
def test_numbers_are_found_as_in_a_table_of_names(part: int, ids: list[int], data: st.DataObject) -> None:
    position = {str(id_): column for column, id_ in enumerate(ids)}
    names = data.draw(st.lists(st.sampled_from(ids) | st.integers(0, 10**6 - 1), min_size=1, max_size=30))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbered, "PART", part)
        found = numbered_columns(",".join(map(str, names)), position)
    assert found is not None
    assert found.tolist() == [position.get(str(name), -1) for name in names]


@given(text=st.text(alphabet="0123456789,a ٣", max_size=12))
def test_what_is_no_list_of_plain_numbers_is_left_to_the_table_of_names(text: str) -> None:
    found = numbered_columns(text, {"0": 0, "7": 1, "12": 2})
    if found is not None:
        assert found.tolist() == [{"0": 0, "7": 1, "12": 2}.get(name, -1) for name in text.split(",")]
