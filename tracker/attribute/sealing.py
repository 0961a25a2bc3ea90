"""Sealing: names and rejected lines, encrypted with AES-GCM (NIST SP 800-38D) under the lake's key.

Each purpose has a key of its own, derived from the secret with HKDF (RFC 5869). A nonce is random and
used once; some thousand million seals may be made under one key before that is too few bits.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tracker.attribute.pseudonyms import Key
from tracker.errors import IntegrityError

_KEY, _NONCE, _NUMBER = 32, 12, 4  # bytes
_HEAD = _NONCE + _NUMBER
Run: TypeAlias = tuple[str, int]  # a source, and how many of its lines stand one behind the other


def seal_names(key: Key, pseudonyms: Sequence[str], names: Sequence[str]) -> list[bytes]:
    """Each name sealed for its pseudonym: nonce, then what is encrypted, then the tag."""
    cipher, nonces = _cipher(key, "names"), secrets.token_bytes(_NONCE * len(names))
    each = (nonces[at : at + _NONCE] for at in range(0, len(nonces), _NONCE))
    return [
        nonce + cipher.encrypt(nonce, name.encode(), pseudonym.encode())
        for nonce, pseudonym, name in zip(each, pseudonyms, names, strict=True)
    ]


def open_name(key: Key, pseudonym: str, sealed: bytes) -> str:
    """The name behind a pseudonym; IntegrityError where it does not verify."""
    return _opened(key, "names", sealed[:_NONCE], sealed[_NONCE:], pseudonym).decode()


def seal_lines(key: Key, runs: Sequence[Run], lines: pa.StringArray) -> pa.BinaryArray:
    """Lines of one source after the other, those of each packed and sealed together; what is null stays null.

    Each comes out as the nonce that all of its source share and its number among them, four bytes
    with the little end first; behind the first stands what is encrypted of all of them, with its tag.
    What is encrypted cannot be packed any more, and one by one lines are too short to be.
    """
    counts = np.array([count for _, count in runs], np.int64)
    begins = np.cumsum(counts) - counts
    whose = np.repeat(np.arange(len(runs)), counts)
    filled = np.flatnonzero(lines.is_valid().to_numpy(zero_copy_only=False))
    sealed, firsts = np.unique(whose[filled], return_index=True)
    nonces = secrets.token_bytes(_NONCE * len(runs))
    each = pa.Array.from_buffers(pa.binary(_NONCE), len(runs), [None, pa.py_buffer(nonces)])
    cipher, body = _cipher(key, "lines"), np.full(len(lines), b"", object)
    for run, first in zip(sealed, filled[firsts], strict=True):
        packed = _packed(lines.slice(begins[run], counts[run]))
        body[first] = cipher.encrypt(each[run].as_py(), packed, runs[run][0].encode())
    number = (np.arange(len(lines)) - begins[whose]).astype("<i4").tobytes()
    numbers = pa.Array.from_buffers(pa.binary(_NUMBER), len(lines), [None, pa.py_buffer(number)])
    heads = [one.cast(pa.binary()) for one in (each.take(pa.array(whose)), numbers)]
    told = pc.binary_join_element_wise(*heads, pa.array(body, pa.binary()), b"")
    return pc.if_else(lines.is_valid(), told, pa.scalar(None, pa.binary()))


def open_lines(key: Key, source: str, sealed: pa.BinaryArray) -> pa.StringArray:
    """A source's lines, in the order of what was sealed; null where nothing was.

    Raises IntegrityError where what they were sealed in is missing, altered, or of another source.
    """
    nothing = pc.indices_nonzero(pc.is_null(sealed))
    places, lines = [nothing], [pa.nulls(len(nothing), pa.string())]
    nonces = pc.binary_slice(sealed, 0, _NONCE)
    for nonce in nonces.unique().drop_null():
        found = pc.indices_nonzero(pc.equal(nonces, nonce))
        places.append(found)
        lines.append(_together(key, source, nonce.as_py(), sealed.take(found)))
    return pa.concat_arrays(lines).take(pc.sort_indices(pa.concat_arrays(places)))


def _together(key: Key, source: str, nonce: bytes, sealed: pa.BinaryArray) -> pa.StringArray:
    """The lines of one nonce."""
    lengths = pc.binary_length(sealed)
    bodies = sealed.filter(pc.greater(lengths, _HEAD))
    if len(bodies) != 1 or pc.min(lengths).as_py() < _HEAD:
        raise _not_verified(source)
    lines = _unpacked(_opened(key, "lines", nonce, bodies[0].as_py()[_HEAD:], source))
    digits = pc.binary_slice(sealed, _NONCE, _HEAD).cast(pa.binary(_NUMBER))
    numbers = pa.Array.from_buffers(pa.int32(), len(sealed), [None, digits.buffers()[1]])
    if pc.min(numbers).as_py() < 0 or pc.max(numbers).as_py() >= len(lines):
        raise _not_verified(source)
    return lines.take(numbers)


def _packed(lines: pa.StringArray) -> bytes:
    sink = pa.BufferOutputStream()
    batch = pa.record_batch({"line": lines})
    with pa.ipc.new_stream(
        sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")
    ) as stream:
        stream.write_batch(batch)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _unpacked(packed: bytes) -> pa.StringArray:
    with pa.ipc.open_stream(packed) as stream:
        return stream.read_next_batch()["line"]


@lru_cache(8)
def _cipher(key: Key, purpose: str) -> AESGCM:
    derived = HKDF(SHA256(), _KEY, salt=None, info=f"tracker: {purpose}".encode())
    return AESGCM(derived.derive(key.secret))


def _opened(key: Key, purpose: str, nonce: bytes, sealed: bytes, about: str) -> bytes:
    try:
        return _cipher(key, purpose).decrypt(nonce, sealed, about.encode())
    except (InvalidTag, ValueError):
        raise _not_verified(about) from None


def _not_verified(about: str) -> IntegrityError:
    return IntegrityError(
        f"a sealed text of {about} does not verify",
        expected="the lake as it was written",
        todo="bring the lake back from a backup",
    )
