"""Blocking functions as coroutine functions, so that an event loop goes on meanwhile."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import inspect
import operator
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, overload

if TYPE_CHECKING:
    from typing import Concatenate

__all__ = ["AsyncFunction", "asyncify", "called", "require_blocking"]

P = ParamSpec("P")
Q = ParamSpec("Q")
R = TypeVar("R")
S = TypeVar("S")

Runner = Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], Awaitable[Any]]

_LAZY = {
    inspect.CO_COROUTINE: "a coroutine function already: await what it gives",
    inspect.CO_ASYNC_GENERATOR: "an async generator function: iterate over what it gives by async for",
    inspect.CO_GENERATOR: "a generator function, whose code runs where it is iterated over: have a function do that",
}
"""What does nothing when it is called, and so nothing on a thread."""

_ANY_LAZY = functools.reduce(operator.or_, _LAZY)


class AsyncFunction(Generic[P, R]):
    """A function as a coroutine function; `sync` is the function itself.

    As a method it is bound to its object, and so is `sync`.
    """

    sync: Callable[P, R]
    __wrapped__: Callable[P, R]

    def __init__(self, function: Callable[P, R], run: Runner) -> None:
        if isinstance(function, AsyncFunction) or inspect.iscoroutinefunction(function):
            raise TypeError(f"{_name(function)} is {_LAZY[inspect.CO_COROUTINE]}")
        require_blocking(function)
        functools.update_wrapper(self, function)
        self.sync = function
        self._run = run
        _mark(self)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        result: R = await self._run(self.sync, args, kwargs)
        return result

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> AsyncFunction[P, R]: ...

    @overload
    def __get__(
        self: AsyncFunction[Concatenate[S, Q], R], instance: S, owner: type | None = None
    ) -> AsyncFunction[Q, R]: ...

    def __get__(self, instance: Any, owner: type | None = None) -> AsyncFunction[Any, R]:
        bind = getattr(self.sync, "__get__", None)
        bound = self.sync if bind is None else bind(instance, owner)
        if bound is self.sync:
            return self
        there = object.__new__(type(self))
        there.__dict__.update(self.__dict__)
        there.sync = there.__wrapped__ = bound
        return there

    def __repr__(self) -> str:
        return f"<{_name(self.sync)} as a coroutine function>"


def asyncify(function: Callable[P, R]) -> AsyncFunction[P, R]:
    """Makes a coroutine function of one that blocks: it runs on a thread of the loop's default executor.

    `asyncify(function).sync` is the function itself. Context variables are those of the caller. A call that is
    cancelled while it runs goes on to its end, and what it returns is dropped; one that has not begun never begins.

    >>> @asyncify
    ... def add(a: int, b: int = 1) -> int:
    ...     return a + b
    >>> asyncio.run(add(2, b=3)), add.sync(2)
    (5, 3)
    """
    return AsyncFunction(function, _in_executor)


async def _in_executor(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    run: Any = contextvars.copy_context().run
    return await asyncio.get_running_loop().run_in_executor(None, run, called, function, args, kwargs)


def require_blocking(function: object) -> None:
    """Refuses what cannot be called, or would do nothing on a thread."""
    if not callable(function) and not hasattr(function, "__get__"):  # a classmethod, say, is called when it is bound
        raise TypeError(f"function must be callable, and {function!r:.80} is not")
    code = getattr(function, "__code__", None) or getattr(getattr(function, "__func__", None), "__code__", None)
    if code is not None and code.co_flags & _ANY_LAZY:
        what = next(what for kind, what in _LAZY.items() if code.co_flags & kind)
        raise TypeError(f"{_name(function)} is {what}")


def called(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Calls a function on a thread, for somebody who awaits what it returns or raises."""
    try:
        result = function(*args, **kwargs)
    except StopIteration as error:  # no future takes it, and no coroutine can raise it
        raise RuntimeError(f"{_name(function)} raised StopIteration") from error
    if isinstance(result, Coroutine):
        result.close()
        raise TypeError(
            f"{_name(function)} gave a coroutine, which no thread runs: call it on the loop, and await that"
        )
    return result


def _name(function: object) -> str:
    name: str = getattr(function, "__qualname__", None) or repr(function)
    return name


def _mark(function: AsyncFunction[Any, Any]) -> None:
    """Has inspect and asyncio take an object for a coroutine function."""
    mark = getattr(inspect, "markcoroutinefunction", None)
    if mark is not None:
        mark(function)
    else:
        vars(function)["_is_coroutine"] = vars(asyncio.coroutines)["_is_coroutine"]
