"""How the inner loops are compiled, and where the result is kept so that no request waits for it."""

from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pkgutil import get_data
from typing import Any, TypeVar, cast

import numba
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

PACKAGE = "matching"
SOURCES = (
    "compiling",
    "components",
    "gates",
    "glance",
    "groups",
    "linking/loops",
    "lists",
    "packing",
    "parameters",
    "ragged",
    "ranking",
    "rows",
    "rules",
    "scoring",
    "search",
    "tables",
    "tolls",
    "trips",
    "working_time",
)
"""Modules whose text decides what is compiled."""
CACHE_LINE = 64
"""Bytes that a processor reads at once."""

AnyCallable = TypeVar("AnyCallable", bound=Callable[..., Any])


def _digest() -> str:
    texts = [get_data(PACKAGE, f"{name}.py") or b"" for name in SOURCES]
    return sha256(b"\0".join(texts)).hexdigest()[:16]


# numba looks at the file of a compiled function, not at the functions and constants it takes from other files
# (documented limitation, numba 0.68): one folder per state of all of them keeps stale machine code out.
_KEPT_IN = numba.config.CACHE_DIR or f"{import_module(PACKAGE).__path__[0]}/__pycache__"  # type: ignore[attr-defined]
numba.config.CACHE_DIR = f"{_KEPT_IN}/{PACKAGE}-{_digest()}"  # type: ignore[attr-defined]


def compiled(function: AnyCallable) -> AnyCallable:
    """Compile a function to machine code at its first call, or take what an earlier process compiled.

    The function runs without the interpreter's lock, so that threads help, and without reordering of
    floating-point sums, so that every caller finds the same last bit.
    """
    # Without reference counting (numba 0.68 has no public name for it) and with calls melted together a pair takes
    # a quarter of the time: tables are tuples of arrays, and each call would count and pass every one of them.
    # So compiled code makes no arrays; callers bring the room to write in.
    options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "forceinline": True, "_nrt": False}
    return cast(AnyCallable, numba.njit(**options)(function))


def compiled_apart(function: AnyCallable) -> AnyCallable:
    """Compile a function that is seldom called, and not melted into its callers; it takes no tables."""
    # What is left out is taken over from the first caller, so it is said here that nothing is forced.
    options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
    return cast(AnyCallable, numba.njit(**options, forceinline=False)(function))


@intrinsic
def _kept_apart(_typing: Any) -> Any:
    def marked(context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.none(), marked


kept_apart: Callable[[], None] = cast(Any, _kept_apart)
"""Stands first in what is ``compiled_apart``: LLVM melts small functions in too, and then works out beforehand what a
seldom branch needs."""


@intrinsic
def _fetch_ahead(_typing: Any, items: Any, _at: Any) -> Any:
    def fetched(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        near = context.make_array(signature.args[0])(context, builder, arguments[0])
        first = builder.bitcast(builder.gep(near.data, [arguments[1]]), cgutils.voidptr_t)
        shape = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, *[cgutils.int32_t] * 3])
        fetch = builder.module.declare_intrinsic("llvm.prefetch.p0", (), shape)
        for offset in range(0, context.get_abi_sizeof(context.get_data_type(items.dtype)), CACHE_LINE):
            where = builder.gep(first, [cgutils.intp_t(offset)])
            # To be read, to be kept in every cache, and data rather than code.
            builder.call(fetch, [where, cgutils.int32_t(0), cgutils.int32_t(3), cgutils.int32_t(1)])
        return context.get_dummy_value()

    return types.none(items, types.int64), fetched


fetch_ahead: Callable[[Any, int], None] = cast(Any, _fetch_ahead)
"""Asks the processor to bring an item of an array near, and does not wait for it; what does not exist is no harm."""


@intrinsic
def _n_ones(_typing: Any, mask: Any) -> Any:
    def counted(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), counted


n_ones: Callable[[Any], int] = cast(Any, _n_ones)
"""Counts the bits of a mask of up to 64, with the processor's own instruction; only compiled code can call it."""


@compiled
def forward(number: int) -> int:
    """Give a number that is never negative as one that the compiler knows not to be.

    An index below zero counts from the end, and asking for that at every step takes longer than the step.
    """
    return number & (2**63 - 1)
