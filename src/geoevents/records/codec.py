"""A lossless codec between the frozen types of `geoevents.model` and plain JSON values.

Fields that hold their default are left out, tuples become lists, dates ISO 8601 strings; `from_payload` checks every
value against its annotation, so that a damaged or foreign payload is an error and never a wrong object.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from geoevents.errors import DataError

T = TypeVar("T")
Coder = Callable[[Any], Any]
_NO_DEFAULT = object()
_SCALARS: dict[Any, tuple[type, ...]] = {str: (str,), bool: (bool,), int: (int,), float: (float, int)}


def to_payload(value: object) -> Any:  # noqa: ANN401 - any JSON value
    """Return a frozen object of the model, or a tuple of them, as JSON values (dict, list, str, number, bool, None).

    Raises:
        TypeError: when a value is of a type that the model does not use.
    """
    if isinstance(value, tuple):
        return [to_payload(item) for item in value]
    kind: Any = type(value)
    return _encoder(kind)(value)


def from_payload(cls: type[T], data: object) -> T:
    """Return the object of class `cls` that `to_payload` made `data` from.

    Raises:
        DataError: when a field is missing, unknown, or not of its annotated type.
    """
    kind: Any = cls
    result: T = _decoder(kind)(data)
    return result


def _identity(value: object) -> object:
    return value


def _iso(value: date) -> str:
    return value.isoformat()


def _is_union(kind: object) -> bool:
    return get_origin(kind) in {Union, types.UnionType}


@cache
def _encoder(kind: Any) -> Coder:  # noqa: ANN401 - a type annotation
    """Return the function that turns a value annotated as `kind` into JSON values."""
    if kind in _SCALARS or get_origin(kind) is Literal or kind is type(None):
        return _identity
    if kind in {date, datetime}:
        return _iso
    if _is_union(kind):
        return _union_encoder(kind)
    if get_origin(kind) is tuple:
        return _tuple_encoder(get_args(kind))
    if isinstance(kind, type) and is_dataclass(kind):
        return _class_encoder(kind)
    raise TypeError(f"{kind!r} is no type of the model.")


def _union_encoder(kind: object) -> Coder:
    members = [member for member in get_args(kind) if member is not type(None)]
    if len(members) != 1:
        raise TypeError(f"{kind!r}: the codec knows `X | None` and no other union.")
    if is_dataclass(members[0]):  # a type may hold itself
        lazy = _Lazy(members[0])
        return lambda value: None if value is None else lazy.encode(value)
    inner = _encoder(members[0])
    if inner is _identity:
        return _identity
    return lambda value: None if value is None else inner(value)


def _tuple_encoder(items: tuple[Any, ...]) -> Coder:
    if items[-1] is not Ellipsis:
        coders = tuple(_encoder(item) for item in items)
        return lambda value: [coder(item) for coder, item in zip(coders, value, strict=True)]
    inner = _Lazy(items[0])
    if items[0] in _SCALARS:
        return list
    return lambda value: [inner.encode(item) for item in value]


class _Lazy:
    """A member type whose coders are looked up when first needed, so that a type may hold itself."""

    __slots__ = ("_decode", "_encode", "kind")

    def __init__(self, kind: object) -> None:
        self.kind = kind
        self._encode: Coder | None = None
        self._decode: Coder | None = None

    @property
    def encode(self) -> Coder:
        if self._encode is None:
            self._encode = _encoder(self.kind)
        return self._encode

    @property
    def decode(self) -> Coder:
        if self._decode is None:
            self._decode = _decoder(self.kind)
        return self._decode


@cache
def _columns(kind: type) -> tuple[tuple[str, Any, object], ...]:
    """Return name, annotation and default of each field of a dataclass."""
    hints = get_type_hints(kind)
    return tuple(
        (field.name, hints[field.name], _NO_DEFAULT if field.default is MISSING else field.default)
        for field in fields(kind)
    )


def _class_encoder(kind: type) -> Coder:
    columns = tuple((name, default, _encoder(annotation)) for name, annotation, default in _columns(kind))

    def encode(value: object) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name, default, coder in columns:
            item = getattr(value, name)
            if item is default or item == default:
                continue
            out[name] = item if coder is _identity else coder(item)
        return out

    return encode


@cache
def _decoder(kind: Any) -> Coder:  # noqa: ANN401 - a type annotation
    """Return the function that turns JSON values into a value annotated as `kind`."""
    if kind in _SCALARS:
        return _scalar_decoder(kind)
    if get_origin(kind) is Literal:
        return _literal_decoder(get_args(kind))
    if kind in {date, datetime}:
        return _date_decoder(kind)
    if _is_union(kind):
        return _union_decoder(next(member for member in get_args(kind) if member is not type(None)))
    if get_origin(kind) is tuple:
        return _tuple_decoder(get_args(kind))
    if isinstance(kind, type) and is_dataclass(kind):
        return _class_decoder(kind)
    raise TypeError(f"{kind!r} is no type of the model.")


def _union_decoder(member: Any) -> Coder:  # noqa: ANN401 - a type annotation
    if is_dataclass(member):  # a type may hold itself
        lazy = _Lazy(member)
        return lambda data: None if data is None else lazy.decode(data)
    inner = _decoder(member)
    return lambda data: None if data is None else inner(data)


def _scalar_decoder(kind: type) -> Coder:
    allowed = _SCALARS[kind]

    def decode(data: object) -> object:
        if type(data) not in allowed:
            raise DataError(f"{data!r} stands where a {kind.__name__} was expected.")
        return data

    return decode


def _literal_decoder(values: tuple[str, ...]) -> Coder:
    known = {value: value for value in values}

    def decode(data: object) -> object:
        if not isinstance(data, str) or data not in known:
            raise DataError(f"{data!r} is none of {', '.join(values)}.")
        return known[data]

    return decode


def _date_decoder(kind: type[date]) -> Coder:
    def decode(data: object) -> date:
        try:
            return kind.fromisoformat(data)  # type: ignore[arg-type]
        except (TypeError, ValueError) as error:
            raise DataError(f"{data!r} is no {kind.__name__}: {error}.") from error

    return decode


def _tuple_decoder(items: tuple[Any, ...]) -> Coder:
    if items[-1] is not Ellipsis:
        coders = tuple(_decoder(item) for item in items)

        def decode_fixed(data: object) -> tuple[Any, ...]:
            if not isinstance(data, list) or len(data) != len(coders):
                raise DataError(f"{data!r} is no list of {len(coders)}.")
            return tuple(coder(item) for coder, item in zip(coders, data, strict=True))

        return decode_fixed
    inner = _Lazy(items[0])

    def decode(data: object) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise DataError(f"{data!r} is no list.")
        coder = inner.decode
        return tuple([coder(item) for item in data])

    return decode


def _class_decoder(kind: type) -> Coder:
    coders = {name: _decoder(annotation) for name, annotation, _ in _columns(kind)}
    required = frozenset(name for name, _, default in _columns(kind) if default is _NO_DEFAULT)

    def decode(data: object) -> object:
        if not isinstance(data, dict):
            raise DataError(f"{data!r} stands where a {kind.__name__} was expected.")
        if missing := required - data.keys():
            raise DataError(f"{kind.__name__} without {', '.join(sorted(missing))}.")
        try:
            return kind(**{name: coders[name](item) for name, item in data.items()})
        except KeyError as error:
            raise DataError(f"{kind.__name__} has no field {error}.") from None

    return decode
