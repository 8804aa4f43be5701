"""Calls that give another value each time: clocks, random numbers, fresh identifiers.

Source: the standard library's documentation, and the readme of each package.
"""

from __future__ import annotations

_CALLS = {
    "datetime.datetime": "now utcnow today",
    "datetime.date": "today",
    "time": "time time_ns monotonic monotonic_ns perf_counter perf_counter_ns process_time strftime",
    "uuid": "uuid1 uuid4 uuid6 uuid7",
    "secrets": "token_bytes token_hex token_urlsafe randbelow randbits choice",
    "random": (
        "random randint randrange uniform choice choices sample getrandbits randbytes gauss normalvariate "
        "triangular betavariate expovariate"
    ),
    "numpy.random": "rand randn randint random choice uniform normal",
    "os": "urandom",
    "shortuuid": "uuid random",
    "nanoid": "generate",
    "ulid": "new",
    "cuid": "cuid",
    "uuid6": "uuid6 uuid7 uuid8",
    "uuid_utils": "uuid1 uuid4 uuid6 uuid7",
    "uuid_extensions": "uuid7 uuid7str",
    "pendulum": "now today tomorrow yesterday",
    "arrow": "now utcnow",
    "django.utils.timezone": "now localdate localtime",
}

VOLATILE = frozenset(f"{owner}.{name}" for owner, names in _CALLS.items() for name in names.split())
"""Whatever their arguments are."""

VOLATILE_BARE = frozenset(
    {
        "time.gmtime",
        "time.localtime",
        "time.ctime",
        "time.asctime",
        "bson.ObjectId",
        "bson.objectid.ObjectId",
        "beanie.PydanticObjectId",
        "odmantic.ObjectId",
        "ulid.ULID",
        "ksuid.Ksuid",
    }
)
"""Without arguments; with some they convert a value."""
