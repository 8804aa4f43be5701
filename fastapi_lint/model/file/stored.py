"""Facts as bytes, for the cache and between processes."""

from __future__ import annotations

import copyreg
from functools import cache

import msgspec

from fastapi_lint.model.file.facts import Facts
from fastapi_lint.model.file.packing import decoder
from fastapi_lint.model.file.packing import pack as pack_records
from fastapi_lint.source.parsing import recursing_deeply


def pack(facts: Facts) -> bytes:
    """Facts as bytes, without the path: the same text has the same facts everywhere."""
    return recursing_deeply(lambda: pack_records(msgspec.structs.replace(facts, path="")))


@cache
def _decoder() -> msgspec.msgpack.Decoder[Facts]:
    return decoder(Facts)


def unpack(data: bytes, path: str) -> Facts | None:
    """What ``pack`` packed; None for anything else."""
    try:
        return _read(data, path)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _read(data: bytes, path: str) -> Facts:
    return msgspec.structs.replace(recursing_deeply(lambda: _decoder().decode(data)), path=path)


copyreg.pickle(Facts, lambda facts: (_read, (pack(facts), facts.path)))
