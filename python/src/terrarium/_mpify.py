"""Objects in processes of their own, and their proxies."""

from __future__ import annotations

import warnings
import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from typing import TYPE_CHECKING, Any, ParamSpec

from terrarium import _proxied as side
from terrarium._child import Child

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

__all__ = ["Proxy", "mpify"]

P = ParamSpec("P")


def mpify(factory: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> Proxy:
    """Has `factory(*args, **kwargs)` called in a process of its own, and returns a proxy of what it makes.

    Of the proxy everything is awaited: `await proxy.method(...)`, `await proxy.attribute`, and
    `async for value in proxy.generator(...)`. It is used from any event loop, and many requests may be under way.

    >>> import asyncio, collections
    >>> async def main() -> list[object]:
    ...     async with mpify(collections.Counter, "banana") as counter:
    ...         await counter.update("band")
    ...         return [await counter.most_common(2), [letter async for letter in counter.elements()][:4]]
    >>> asyncio.run(main())
    [[('a', 4), ('n', 3)], ['b', 'b', 'a', 'a']]
    """
    return Proxy(Child(_name(factory), factory, args, kwargs))


class Proxy:
    """An object in another process.

    Its own are only `stop`, and what has two underscores at both ends. Anything else is the object's, also by
    `proxy["name"]`, which takes the names that are its own, too: `await proxy["stop"]()`, and
    `await proxy["__setattr__"]("gain", 2)`.
    """

    __slots__ = ("__weakref__", "_terrarium_child")

    def __init__(self, child: Child) -> None:
        object.__setattr__(self, "_terrarium_child", child)
        weakref.finalize(self, child.abandon).atexit = False

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(f'of an object in another process that is proxy["{name}"]')
        return Remote(self, (name,))

    def __getitem__(self, name: str) -> Remote:
        return Remote(self, (name,))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(
            f'of an object in another process that is set by await proxy["__setattr__"]("{name}", ...)'
        )

    async def stop(self) -> None:
        """Ends the process when it has done what it was asked for, and at the latest after five seconds.

        What does not end by then is terminated, and after five more killed. Nothing happens the second time.
        """
        await _child(self).stop()

    async def __aenter__(self) -> Self:
        """Waits until the object is there."""
        try:
            await _Await(_child(self).ask(side.AWAIT, b""))
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self.stop()

    def __repr__(self) -> str:
        return f"<Proxy of {_child(self)!r}>"

    def __reduce__(self) -> str:
        raise TypeError(f"{self!r} belongs to this process, and cannot travel to another")


class Remote:
    """An attribute of an object in another process: awaited it is its value, called it is a call."""

    __slots__ = ("_terrarium_path", "_terrarium_proxy")
    _terrarium_path: tuple[str, ...]
    _terrarium_proxy: Proxy

    def __init__(self, proxy: Proxy, path: tuple[str, ...]) -> None:
        object.__setattr__(self, "_terrarium_proxy", proxy)
        object.__setattr__(self, "_terrarium_path", path)

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(f'of an object in another process that is attribute["{name}"]')
        return Remote(self._terrarium_proxy, (*self._terrarium_path, name))

    def __getitem__(self, name: str) -> Remote:
        return Remote(self._terrarium_proxy, (*self._terrarium_path, name))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f'of an object in another process that is set by await ...["__setattr__"]("{name}", ...)')

    def __call__(self, *args: Any, **kwargs: Any) -> Call:
        return Call(self._terrarium_proxy, self._terrarium_path, args, kwargs)

    def __await__(self) -> Generator[Any, None, Any]:
        return (yield from _child(self._terrarium_proxy).get(self._terrarium_path))

    def __repr__(self) -> str:
        return f"<{'.'.join(self._terrarium_path)} of {_child(self._terrarium_proxy)!r}>"


class Call(Coroutine[Any, Any, Any]):
    """A call of an object in another process, which is made when it is awaited, or iterated over by `async for`."""

    __slots__ = ("_args", "_has_begun", "_items", "_kwargs", "_path", "_proxy", "_running")

    def __init__(self, proxy: Proxy, path: tuple[str, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self._proxy = proxy
        self._path = path
        self._args = args
        self._kwargs = kwargs
        self._has_begun = False
        self._running: Generator[Any, None, Any] | None = None
        self._items: AsyncGenerator[Any, None] | None = None

    def __await__(self) -> Generator[Any, None, Any]:
        self._has_begun = True
        return (yield from _child(self._proxy).call(self._path, self._args, self._kwargs))

    def __aiter__(self) -> AsyncGenerator[Any, None]:
        """Gives the values one by one: each is made when it is asked for, and whoever stops closes the generator."""
        self._has_begun = True
        self._items = _items(self._proxy, self._path, self._args, self._kwargs)
        return self._items

    async def aclose(self) -> None:
        """Closes the generator that is iterated over."""
        self._has_begun = True
        if self._items is not None:
            await self._items.aclose()

    # What tasks ask of coroutines

    def send(self, value: Any) -> Any:
        return self._generator().send(value)

    def throw(self, *error: Any) -> Any:
        return self._generator().throw(*error)

    def close(self) -> None:
        self._generator().close()

    def _generator(self) -> Generator[Any, None, Any]:
        self._has_begun = True
        if self._running is None:
            self._running = self.__await__()
        return self._running

    def __del__(self) -> None:
        if not self._has_begun:
            name = ".".join(self._path)
            warnings.warn(f"the call of {name} in another process was never awaited", RuntimeWarning, stacklevel=2)


async def _items(
    proxy: Proxy, path: tuple[str, ...], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> AsyncGenerator[Any, None]:
    iteration = _child(proxy).iterate(path, args, kwargs)
    try:
        while True:
            is_value, value = await _Await(iteration.next())
            if not is_value:
                return
            yield value
            del value  # and so the memory of an array that nobody else has
    finally:
        await _Await(iteration.close())


class _Await:
    """A generator that asks for something, as something to be awaited."""

    __slots__ = ("_generator",)

    def __init__(self, generator: Generator[Any, None, Any]) -> None:
        self._generator = generator

    def __await__(self) -> Generator[Any, None, Any]:
        return self._generator


def _child(proxy: Proxy) -> Child:
    child: Child = object.__getattribute__(proxy, "_terrarium_child")
    return child


def _name(factory: object) -> str:
    name: str = getattr(factory, "__qualname__", None) or repr(factory)
    return name
