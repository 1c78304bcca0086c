"""A stream of JSON -> the values at the wanted places in it, one by one, whatever the size of the whole."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from musterbook.errors import InputError
from musterbook.ingest.lists.item_from_list import ITEM

Place = tuple[str, ...]  # keys from the top down; "item" for every place in an array

DEPTH = 64  # levels: real exports have eight
BLOCK = 65_536
_OPENS = {"start_map": "", "start_array": "item"}
_CLOSES = {"end_map", "end_array"}


class Meter:
    """A stream that refuses to go on when a single value takes more than `limit` bytes."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.stream, self.limit = stream, limit
        self.since = self.total = 0
        self.rest = b""
        head = stream.read(3)
        if head != b"\xef\xbb\xbf":
            self.rest = head

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self.rest[:size] if size >= 0 else self.rest
        self.rest = self.rest[len(data) :]
        data = data or self.stream.read(min(size, BLOCK) if size >= 0 else BLOCK)
        self.since += len(data)
        self.total += len(data)
        if self.since > self.limit:
            raise InputError(
                f"a single value larger than {self.limit:,} bytes near byte {self.total:,}; correct the file"
            )
        return data


def values_from_json(stream: BinaryIO, wanted: Collection[Place], *, limit: int = ITEM) -> Iterator[tuple[Place, Any]]:
    """Yield (place, value) for every value at a wanted place, in order; raises InputError where the JSON breaks.

    >>> list(values_from_json(io.BytesIO(b'{"a": {"b": [1, {"c": 2}]}, "d": 3}'), {("a", "b", "item"), ("d",)}))
    [(('a', 'b', 'item'), 1), (('a', 'b', 'item'), {'c': 2}), (('d',), 3)]
    """
    import ijson  # type: ignore[import-untyped]

    meter = Meter(stream, limit)
    path: list[str] = []
    builder: Any = None
    base = 0
    for event, value in events(meter):
        if event in _CLOSES:
            path.pop()
        if builder is None:
            meter.since = 0
            if event == "map_key":
                path[-1] = value
            elif event not in _CLOSES and tuple(path) in wanted:
                if event not in _OPENS:
                    yield tuple(path), value
                else:
                    builder, base = ijson.ObjectBuilder(), len(path)
        if builder is not None:
            builder.event(event, value)
            if event in _CLOSES and len(path) == base:
                yield tuple(path), builder.value
                builder = None
        if event in _OPENS:
            path.append(_OPENS[event])
            if len(path) > DEPTH:
                raise InputError(f"JSON nested deeper than {DEPTH} levels near byte {meter.total:,}; correct the file")


def events(meter: Meter) -> Iterator[tuple[str, Any]]:
    """Yield ijson's events; what it raises becomes an InputError.

    Numbers are read as C numbers (`use_float`): Python refuses integers of more than 4,300 digits, and ijson 3.6 goes on
    after that until the process is killed.
    """
    import ijson

    try:
        yield from ijson.basic_parse(meter, buf_size=BLOCK, use_float=True)
    except (ijson.JSONError, ValueError) as fault:
        what = str(fault).partition("\n")[0].removeprefix("b'").partition("\\n")[0]
        raise InputError(f"JSON broken off or damaged near byte {meter.total:,} ({what}); export it again") from None


def keys_from_head(head: bytes) -> tuple[str, dict[str, Any]]:
    """Return the shape of a JSON text ("object", "array" of objects, "") and the keys of its first object, as far as seen.

    The value of a key is its text or number, None for what holds more.

    >>> keys_from_head(b'[{"url": "u", "tags": [1], "te')
    ('array', {'url': 'u', 'tags': None})
    """
    shape, keys, depth, key = "", dict[str, Any](), 0, ""
    with contextlib.suppress(InputError):
        for event, value in events(Meter(io.BytesIO(head), len(head) + 1)):
            if event in _CLOSES:
                depth -= 1
                if depth == (shape == "array"):
                    break
            level = 1 if shape == "object" else 2
            if event == "map_key" and depth == level:
                key = value
                keys[key] = None
            elif depth == level and key and event not in _OPENS and event not in _CLOSES:
                keys[key] = value
            if event in _OPENS:
                depth += 1
                if depth == 1:
                    shape = "array" if event == "start_array" else "object"
                elif depth > DEPTH or (depth == 2 and shape == "array" and event == "start_array"):
                    break
    return shape if keys else "", keys
