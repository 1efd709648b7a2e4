"""What a robot's scripts do for Java, one operation at a time, in an embedded interpreter and in a process alike.

`attach` makes the scripts of one owner. Java calls the methods of that: operations, of which one runs at a time, and
`settle`, `stop_turn`, `interrupt_spawned` and `close`, which may be called beside them on another thread. What scripts
ask of Java goes through one function.
"""

from __future__ import annotations

import contextvars
import itertools
import sys
from _thread import get_ident

from terrarium._errors import Interrupted, TerrariumError
from terrarium._payloads import MOST_BYTES, TooLarge, Unfit, settled

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType
    from typing import Any, TypeVar

    from terrarium._spawned import Beside, Spawned
    from terrarium._turns import Turns

    T = TypeVar("T")
    Ask = Callable[[str, list[Any], int | None], Sequence[Any]]
    """Asks Java: a name, arguments, and the number of the spawned work that asks, 0 for threads that the scripts have
    started by other means and None for an operation. Gives a list of one, the answer; or of three, which are the code,
    the message and the details of a refusal; or of none, when it was interrupted. Called by several threads at once."""

    Waiting = tuple[asyncio.AbstractEventLoop, asyncio.Future[Any]]

__all__ = ["Refused", "Scripts", "UnknownModule", "attach", "current"]

_MOST_SOURCES = 64
_ANSWER, _REFUSAL = 1, 3
_SETTLED = ("publish", "command")
_UNFIT = "unfit"


class Refused(TerrariumError):  # noqa: N818
    """Java refuses what a script has asked for.

    `code` is one of safety_disarmed, safety_not_armed, command_failed, timeout, cancelled, unknown_command,
    state_not_allowed and invalid_argument; `details` is a dict with what else is known.
    """

    def __init__(self, code: str, message: str = "", details: Mapping[str, Any] | None = None) -> None:
        super().__init__(code, message, details)
        self.code = code
        self.message = message
        self.details = dict(details or {})

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" if self.message else self.code


Refused.__module__ = "terrarium.bus"  # where the user has it from


class UnknownModule(TerrariumError):  # noqa: N818
    """There is no module of the name that Java gave, which is all of the message."""


_owner: contextvars.ContextVar[Scripts] = contextvars.ContextVar("terrarium_scripts")
_attached: list[Scripts] = []


def attach(ask: Ask, owner: str) -> Scripts:
    """Makes the scripts of an owner, whose name `eval` finds as `bb_robot`."""
    if not any(isinstance(finder, _Alias) for finder in sys.meta_path):
        sys.meta_path.append(_Alias())
    scripts = Scripts(ask, owner)
    _attached.append(scripts)
    return scripts


def current() -> Scripts:
    """Returns those whose operation or spawned work this is; on other threads the only ones there are."""
    found = _owner.get(None)
    if found is not None:
        return found
    if len(_attached) == 1:
        return _attached[0]
    raise RuntimeError(
        "this thread works for several robots, or none that is known: call it from a handler, or by bus.spawn"
        if _attached
        else "there is no robot here: terrarium.bus works in scripts that a robot's broker runs"
    )


class Scripts:
    """The scripts of one owner."""

    def __init__(self, ask: Ask, owner: str) -> None:
        self._ask = ask
        self._name = owner
        self._thread: int | None = None
        """The thread of the operation."""
        self._numbers = itertools.count(1)
        self._handlers: dict[int, tuple[str, Callable[[dict[str, Any]], object]]] = {}
        self._waiting: dict[Any, list[Waiting]] = {}
        self._known_turns: Turns | None = None
        self._known_beside: Beside | None = None

    # Operations

    def call(
        self, module: str, function: str, arguments: Sequence[Any] = (), keywords: Mapping[str, Any] | None = None
    ) -> Any:
        """Calls a function of a module, dotted if it is a method of something there, and returns its result; that of a
        coroutine function is awaited."""
        return self._operate(lambda: self._finished(_find(module, function)(*arguments, **(keywords or {}))))

    def evaluate(
        self, code: str, names: Mapping[str, Any] | None = None
    ) -> tuple[Any, tuple[str, ...], tuple[Any, ...]]:
        """Runs code in a namespace of its own that begins with `names`; it may await.

        Returns the value of its last statement if that is an expression, else None; and of all that the namespace holds
        then the names, and the values in the same order.
        """
        return self._operate(lambda: self._evaluate(code, names or {}))

    def load(self, module: str) -> None:
        """Imports a module."""
        self._operate(lambda: _imported(module))

    def deliver(self, handler: int, message: dict[str, Any]) -> bool:
        """Gives a handler a message, unless it is registered no more. One that is a coroutine function runs until its
        first await that does not complete; `turn` runs the rest."""
        return self._operate(lambda: self._deliver(handler, message))

    def turn(self, number: int) -> list[str]:
        """Runs coroutines until none is left or `stop_turn` has been called with this number; returns the topics of the
        handlers whose coroutines are left, and an empty text if only others are.

        Raises what one has raised that nobody waits for; call it again then, as well.
        """
        return self._operate(lambda: self._turns.turn(number), tells=False)

    # Beside operations

    def stop_turn(self, number: int) -> None:
        """Has the turn of this number, and all before, end at the next await."""
        self._turns.stop(number)

    def settle(self, execution: Any, outcome: dict[str, Any]) -> None:
        """Tells coroutines that wait for a command of its end: `{"result": value}`, or `{"code": …, "message": …,
        "details": …}`. Where no operation runs they go on in the next turn."""
        for loop, future in self._waiting.pop(execution, ()):
            try:
                loop.call_soon_threadsafe(_set, future, outcome)
            except RuntimeError:
                pass  # the loop of spawned work that has ended

    def interrupt_spawned(self) -> None:
        """Interrupts spawned work, again and again until it has ended; returns at once."""
        if self._known_beside is not None:
            self._known_beside.interrupt()

    def close(self) -> None:
        """Forgets handlers, interrupts spawned work and, unless an operation runs, ends coroutines."""
        self.interrupt_spawned()
        self._handlers.clear()
        if self in _attached:
            _attached.remove(self)
        if self._known_turns is not None and self._thread is None:
            self._known_turns.close()

    # For `terrarium.bus`

    def ask(self, name: str, *arguments: Any) -> Any:
        """Asks Java, and returns its answer or raises its refusal."""
        question, told = _told(name, arguments)
        answer = self._ask(question, told, None if get_ident() == self._thread else self._number())
        if len(answer) == _ANSWER and question != _UNFIT:
            return answer[0]
        if len(answer) == _REFUSAL:
            raise Refused(*answer)
        if len(answer) == _ANSWER:
            raise Refused("invalid_argument", *told[2:])
        if self._known_beside is not None:
            self._known_beside.end_current()
        raise Interrupted

    def _number(self) -> int:
        return 0 if self._known_beside is None else self._known_beside.number()

    def register(self, path: str, handler: Callable[[dict[str, Any]], object], options: dict[str, Any]) -> None:
        """Has a handler given the messages of a topic, in place of the one of the same name there."""
        old = [number for number, known in tuple(self._handlers.items()) if _is_same(known, (path, handler))]
        number = next(self._numbers)
        self._handlers[number] = (path, handler)
        try:
            self.ask("on", number, path, options, old)
        except BaseException:
            del self._handlers[number]
            raise
        for each in old:
            self._leave(each)

    def unregister(self, handler: Callable[[dict[str, Any]], object], path: str | None) -> bool:
        """Takes a handler off a topic, or off all; says whether it was on any."""
        numbers = [
            number
            for number, (topic, known) in tuple(self._handlers.items())
            if known == handler and path in (None, topic)
        ]
        for number in numbers:
            self._leave(number)
        return bool(numbers)

    def _leave(self, number: int) -> None:
        if self._handlers.pop(number, None) is not None:
            self.ask("off", number)

    def watch(self, execution: Any, loop: asyncio.AbstractEventLoop, future: asyncio.Future[Any]) -> None:
        """Has a future set to a command's outcome when that has ended."""
        holds = self._known_turns is not None and self._known_turns.is_run()
        waiting = self._waiting.setdefault(execution, [])
        waiting.append((loop, future))
        if len(waiting) > 1 and not holds:
            return
        try:
            self.ask("watch", execution, holds)
        except BaseException:
            waiting.remove((loop, future))
            if not waiting:
                self._waiting.pop(execution, None)
            raise

    def spawn(self, work: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], name: str | None) -> Spawned:
        """Starts work beside the operations."""
        if self._known_beside is None:
            from terrarium._spawned import Beside

            self._known_beside = Beside(lambda kind, told: self.ask(kind, *told))
        return self._known_beside.begin(work, arguments, keywords, name)

    # What operations do

    def _operate(self, work: Callable[[], T], tells: bool = True) -> T:
        token = _owner.set(self)
        self._thread = get_ident()
        try:
            return work()
        finally:
            if tells and self._known_turns is not None and self._known_turns.has_waiting():
                self.ask("turn", self._known_turns.waiting())
            self._thread = None
            _owner.reset(token)

    @property
    def _turns(self) -> Turns:
        if self._known_turns is None:
            from terrarium._turns import Turns

            self._known_turns = Turns()
        return self._known_turns

    def _finished(self, result: Any) -> Any:
        return self._turns.run(result) if _is_coroutine(result) else result

    def _deliver(self, handler: int, message: dict[str, Any]) -> bool:
        known = self._handlers.get(handler)
        if known is None:
            return False
        result: Any = known[1](message)
        if _is_coroutine(result):
            self._turns.begin(result, known[0])
        return True

    def _evaluate(self, code: str, names: Mapping[str, Any]) -> tuple[Any, tuple[str, ...], tuple[Any, ...]]:
        file = f"<eval {next(self._numbers) % _MOST_SOURCES}>"
        statements, expression = _compiled(code, file)
        namespace: dict[str, Any] = {"__name__": "__eval__", **names, "bb_robot": self._name}
        self._finished(eval(statements, namespace))
        result = None if expression is None else self._finished(eval(expression, namespace))
        left = {
            name: value
            for name, value in namespace.items()
            if name != "bb_robot" and not (name.startswith("__") and name.endswith("__"))
        }
        return result, tuple(left), tuple(left.values())


def _told(name: str, arguments: Sequence[Any]) -> tuple[str, list[Any]]:
    """A question as Java gets it: one that no message or goal can hold is told to it as `unfit`, and refused."""
    told = [_text(each) for each in arguments]
    if name not in _SETTLED:
        return name, told
    try:
        return name, [*told[:-1], settled(told[-1], name == "command")]
    except Unfit as unfit:
        field = unfit.field()
        return _UNFIT, [name, told[0], (f"{field}: " if field else "") + unfit.reason, {"field": field}]
    except TooLarge as large:
        size = large.args[0]
        why = f"it holds {size:,} bytes or more, and a message or goal may hold {MOST_BYTES:,}; send less, or in parts"
        return _UNFIT, [name, told[0], why, {"bytes": size, "limit": MOST_BYTES}]


def _text(given: Any) -> Any:
    """A text of a subclass as itself alone."""
    return "".join((given,)) if isinstance(given, str) else given


def _set(future: asyncio.Future[Any], outcome: dict[str, Any]) -> None:
    if not future.done():
        future.set_result(outcome)


def _is_coroutine(result: object) -> bool:
    return type(result).__name__ == "coroutine"


def _is_same(known: tuple[str, Any], wanted: tuple[str, Any]) -> bool:
    """Whether a handler is one that another replaces: itself, or what had its name before it was defined anew."""
    if known[0] != wanted[0]:
        return False
    if known[1] == wanted[1]:
        return True
    name: object = getattr(wanted[1], "__qualname__", None)
    return (
        isinstance(name, str)
        and "<" not in name
        and getattr(known[1], "__self__", None) is getattr(wanted[1], "__self__", None)
        and getattr(known[1], "__qualname__", None) == name
        and getattr(known[1], "__module__", None) == getattr(wanted[1], "__module__", None)
    )


def _imported(name: str) -> ModuleType:
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name and f"{name}.".startswith(f"{error.name}."):
            raise UnknownModule(name) from None
        raise


def _find(module: str, function: str) -> Callable[..., Any]:
    found: Any = _imported(module)
    for name in function.split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            raise AttributeError(f"the module '{module}' has no function '{function}': '{name}' is missing") from None
    if not callable(found):
        raise TypeError(f"'{function}' of the module '{module}' is no function, but a {type(found).__name__}")
    return found  # type: ignore[no-any-return]


def _compiled(code: str, file: str) -> tuple[CodeType, CodeType | None]:
    """Code but for its last expression, and that; both may await."""
    import ast
    import linecache

    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    tree = ast.parse(code, file)
    last = tree.body[-1] if tree.body else None
    expression = None
    if isinstance(last, ast.Expr):
        tree.body.pop()
        expression = compile(ast.Expression(last.value), file, "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    return compile(tree, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), expression


class _Alias:
    """Imports `bb`, where there is no such module, as `terrarium.bus`."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != "bb":
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        """Makes nothing: the module that there will be is the other."""

    def exec_module(self, module: ModuleType) -> None:
        from importlib import import_module

        sys.modules["bb"] = import_module("terrarium.bus")
