"""Session ids, against the standard library's base32."""

from __future__ import annotations

import base64
import hashlib

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tracker.judge.ids import session_ids


@given(st.lists(st.binary(max_size=8)), st.integers(0, 5))
def test_an_id_is_the_beginning_of_the_digest_in_base32(told, offset):
    digests = [hashlib.sha256(one) for one in told]
    column = pa.array([digest.hexdigest() for digest in digests], pa.string()).slice(offset)
    expected = [base64.b32encode(digest.digest()).decode()[:26] for digest in digests[offset:]]
    assert session_ids(column).to_pylist() == expected
