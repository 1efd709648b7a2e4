"""Objects in processes of their own, and their proxies."""

from __future__ import annotations

import inspect
import warnings
import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec

from terrarium import _proxied as side
from terrarium._child import Child

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

__all__ = ["Proxy", "mpify"]

P = ParamSpec("P")

_LOOKED_UP = "iter len contains setitem delitem delattr int float index round abs neg pos invert lt le gt ge"
_OPERATORS = "add sub mul truediv floordiv mod divmod pow matmul and or xor lshift rshift"
"""What Python looks up by itself, and does not await; operators from both sides."""


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
    name = _name(factory)
    if not callable(factory):
        raise TypeError(f"factory must be callable, and {factory!r:.80} is not: mpify(Robot, 1) has Robot(1) made")
    _require_fitting(name, factory, args, kwargs)
    return Proxy(Child(name, factory, args, kwargs))


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
        return Remote(self, (_checked(name),))

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

    def __bool__(self) -> bool:
        return True

    def _terrarium_refusal(self, name: str) -> str:
        if name in ("__enter__", "__exit__"):
            return "an object in another process is entered by async with"
        if name in ("__iter__", "__aiter__"):
            return f'of an object in another process that is async for value in proxy["{name}"]()'
        return f'of an object in another process that is await proxy["{name}"](...)'

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
        return Remote(self._terrarium_proxy, (*self._terrarium_path, _checked(name)))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f'of an object in another process that is set by await ...["__setattr__"]("{name}", ...)')

    def __call__(self, *args: Any, **kwargs: Any) -> Call:
        return Call(self._terrarium_proxy, self._terrarium_path, args, kwargs)

    def __await__(self) -> Generator[Any, None, Any]:
        return _answered(_child(self._terrarium_proxy).get(self._terrarium_path))

    def _terrarium_refusal(self, name: str) -> str:
        path = ".".join(self._terrarium_path)
        if name in ("__iter__", "__aiter__"):
            return (
                f"{path} is in another process: write for value in await proxy.{path}, or, if it is a generator "
                f"function, async for value in proxy.{path}()"
            )
        return f"{path} is in another process: await it first, as in (await proxy.{path})"

    def __repr__(self) -> str:
        path = ".".join(self._terrarium_path)
        return f"<{path} of {_child(self._terrarium_proxy)!r}: await proxy.{path}>"


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
        return _answered(_child(self._proxy).call(self._path, self._args, self._kwargs))

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

    def __bool__(self) -> bool:
        return True  # as the repr of a task asks of its coroutine, from Python 3.12 on; who forgot to await is warned

    def __repr__(self) -> str:
        path = ".".join(self._path)
        return f"<call of {path} of {_child(self._proxy)!r}: await proxy.{path}(...)>"

    def _terrarium_refusal(self, name: str) -> str:
        self._has_begun = True  # it is told now
        path = ".".join(self._path)
        if name == "__iter__":
            return f"{path}() gives its values from another process: write async for value in proxy.{path}()"
        return f"{path}() is called in another process: await it first, as in (await proxy.{path}())"

    def __del__(self) -> None:
        if not self._has_begun:
            name = ".".join(self._path)
            warnings.warn(f"the call of {name} in another process was never awaited", RuntimeWarning, stacklevel=2)


def _refuse(kind: type[Any], *names: str) -> None:
    """Has a class say what to write where Python would only say that its objects lack something, or go on for ever."""

    def refusing(name: str) -> Callable[..., NoReturn]:
        def refuse(self: Any, *_: object) -> NoReturn:
            raise TypeError(self._terrarium_refusal(name))

        return refuse

    def in_words(self: Any, spec: str) -> str:
        if spec:
            raise TypeError(self._terrarium_refusal("__format__"))
        return repr(self)

    setattr(kind, "__format__", in_words)  # noqa: B010 (the type checker knows better)
    operators = _OPERATORS.split()
    for name in (*_LOOKED_UP.split(), *operators, *(f"r{operator}" for operator in operators), *names):
        setattr(kind, f"__{name}__", refusing(f"__{name}__"))


_refuse(Proxy, "aiter", "enter", "exit")
_refuse(Remote, "aiter", "bool", "eq", "ne")
_refuse(Call)


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
        return _answered(self._generator)


def _answered(asking: Generator[Any, None, Any]) -> Generator[Any, None, Any]:
    """Waits for an answer; of the frames of this package, an error shows just this one."""
    try:
        return (yield from asking)
    except BaseException as error:
        raise error.with_traceback(None)  # noqa: B904 (it is the same one)


def _child(proxy: Proxy) -> Child:
    child: Child = object.__getattribute__(proxy, "_terrarium_child")
    return child


def _require_fitting(name: str, factory: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Refuses what a factory does not take, as far as that can be seen while there is no process yet."""
    if hasattr(factory, "__signature__"):
        return  # it is what somebody says of the factory, and not the factory's own
    try:
        bind = inspect.signature(factory, follow_wrapped=False).bind
    except Exception:  # what is written in C may have none, and annotations may name what is not there
        return
    try:
        bind(*args, **kwargs)
    except TypeError as error:
        raise TypeError(f"{name}() does not take these arguments: {error}") from None


def _checked(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(
            f"an attribute's name stands in brackets, and {name!r:.80} is none: what the object has there is "
            f'await ...["__getitem__"]({name!r:.80})'
        )
    return name


def _name(factory: object) -> str:
    name: str = getattr(factory, "__qualname__", None) or repr(factory)
    return name
