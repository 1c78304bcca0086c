"""A value as `@dataclass(frozen=True, slots=True)` makes it, faster to define and to fill.

Frozen for mypy, which refuses every assignment; at run time nothing guards it. The guard of a frozen dataclass is most of
what filling one costs, and a codebook fills one for each of its rows. `replace`, `fields` and `asdict` take one as any dataclass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T], /) -> type[T]: ...
@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(*, order: bool = False) -> Callable[[type[T]], type[T]]: ...
def frozen(cls: Any = None, /, *, order: bool = False) -> Any:
    """Make a class a value; `order`: its values are compared by their fields, the first one first.

    >>> @frozen
    ... class Span:
    ...     start: int
    ...     end: int = 9
    >>> Span(3), Span(3) == Span(3, 9), len({Span(3), Span(3)})
    (Span(start=3, end=9), True, 1)
    """
    return _made(cls, order) if cls is not None else lambda given: _made(given, order)


def _made(cls: Any, order: bool) -> Any:
    cls.__doc__ = cls.__doc__ or cls.__name__  # else dataclass() writes the signature there, which takes a while
    made: Any = dataclass(repr=False, eq=False, slots=True)(cls)
    every = fields(made)
    printed = _printer(made, [it.name for it in every if it.repr])
    key = _key([it.name for it in every if it.compare])

    def equal(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    methods: dict[str, Callable[..., Any]] = {
        "__repr__": printed,
        "__eq__": equal,
        "__hash__": lambda it: hash(key(it)),
    }
    if order:
        methods["__lt__"] = lambda it, other: key(it) < key(other)
        methods["__le__"] = lambda it, other: key(it) <= key(other)
        methods["__gt__"] = lambda it, other: key(it) > key(other)
        methods["__ge__"] = lambda it, other: key(it) >= key(other)
    for name, method in methods.items():
        setattr(made, name, method)
    return made


def _printer(made: Any, names: list[str]) -> Callable[[Any], str]:
    """Return how a value prints: as a dataclass does."""
    form = ", ".join(f"{name}={{!r}}" for name in names)
    get = _key(names)
    return lambda it: f"{it.__class__.__qualname__}({form.format(*get(it))})"


def _key(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what makes the tuple of some fields."""
    if not names:
        return lambda _: ()
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda it: (get(it),)
