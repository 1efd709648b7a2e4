"""What a robot's scripts may ask of it: topics, parameters, commands, and whether it is armed.

For scripts that a robot's broker runs, where `import bb` gives the same module:

    from terrarium import bus

    @bus.on("sensor.camera.rgbd")
    def seen(message):
        bus.publish("estimator.objects", {"type": "perception.objects", "names": find(message["payload"])})

Nothing here arms or disarms, which is not for scripts to do.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Mapping, Sequence
from typing import Any, TypeVar, overload

from terrarium import _demands
from terrarium._scripts import Refused, Scripts, current
from terrarium._spawned import Spawned

__all__ = [
    "Command",
    "Refused",
    "Spawned",
    "armed",
    "command",
    "off",
    "on",
    "parameter",
    "publish",
    "safety_state",
    "spawn",
]

Path = str | Sequence[str]
Handler = Callable[[dict[str, Any]], object]
H = TypeVar("H", bound=Handler)


@overload
def on(path: Path, /, *, every: float | None = None, trailing: bool | None = None) -> Callable[[H], H]: ...


@overload
def on(path: Path, handler: H, /, *, every: float | None = None, trailing: bool | None = None) -> H: ...


def on(
    path: Path, handler: H | None = None, /, *, every: float | None = None, trailing: bool | None = None
) -> H | Callable[[H], H]:
    """Has a function called with each message of a topic and of those below it; a decorator without the function.

    `path` is dotted, or a list of its parts. A message is a dict with `path`, `payload` and what else came with it.
    Handlers run one at a time, between other operations. One that is a coroutine function gives way to others where it
    awaits. A handler of the same module and name on the same topic replaces the one before.

    `every` is the least time between two messages in seconds; of those between, the last is given late where `trailing`
    says so, and none otherwise. Neither loosens what the robot is declared with.
    """
    topic = _demands.dotted(path)
    options = _demands.options(every, trailing)
    if handler is not None:
        return _registered(topic, handler, options)

    def register(function: H) -> H:
        return _registered(topic, function, options)

    return register


def _registered(topic: str, handler: H, options: dict[str, Any]) -> H:
    _demands.handler(handler)
    current().register(topic, handler, options)
    return handler


def off(handler: Handler, path: Path | None = None) -> bool:
    """Takes a handler off a topic, or off all that it is on; says whether it was on any."""
    _demands.function(handler)
    return current().unregister(handler, None if path is None else _demands.dotted(path))


def publish(path: Path, payload: Mapping[str, Any]) -> None:
    """Publishes a message, which Java makes and checks. `payload["type"]` may be left out on a topic of one type."""
    current().ask("publish", _demands.dotted(path), _demands.fields(payload))


def parameter(path: Path, /) -> Any:
    """The value of one of the robot's parameters at this moment, which scripts read and never set.

    A number, a text or a truth value; of a parameter with a unit a dict, such as `{"value": 500.0, "unit": "mm"}`.
    """
    return current().ask("parameter", _demands.parameter(path))


def command(name: str, /, **goal: Any) -> Command:
    """Begins a command that the robot exposes; `await` what this returns, or ask for its `result()`."""
    _demands.text("name", name, "it is the name of a command")
    scripts = current()
    return Command(scripts, name, scripts.ask("command", name, goal))


def safety_state() -> str:
    """One of `disarmed`, `armed`, `disarming` and `error`."""
    state: str = current().ask("safety_state")
    return state


def armed() -> bool:
    """Whether the robot is armed at this moment."""
    is_armed: bool = current().ask("armed")
    return is_armed


def spawn(
    work: Callable[..., object] | Coroutine[Any, Any, object],
    /,
    *arguments: Any,
    name: str | None = None,
    **keywords: Any,
) -> Spawned:
    """Starts work beside the operations, on a thread of its own: a function, a coroutine function or a coroutine.

    It is interrupted when the robot stops being armed, and may not command actuators. An interrupt reaches Python code,
    and waits in `asyncio`; `time.sleep` ends first.
    """
    return current().spawn(work, arguments, keywords, name)


class Command:
    """A command under way, as `command` has begun it."""

    def __init__(self, scripts: Scripts, name: str, execution: Any) -> None:
        self._scripts = scripts
        self._outcome: dict[str, Any] | None = None
        self.name = name
        self.id = execution

    def result(self, timeout: float | None = None) -> Any:
        """Waits for its end and returns its result; raises Refused where it failed, and with the code `timeout` after
        so many seconds, while the command goes on."""
        seconds = _demands.timeout(timeout)
        if self._outcome is None:
            self._outcome = {"result": self._scripts.ask("await", self.id, seconds)}
        return self._taken(self._outcome)

    def __await__(self) -> Generator[Any, None, Any]:
        if self._outcome is None:
            from asyncio import get_running_loop

            loop = get_running_loop()
            future = loop.create_future()
            self._scripts.watch(self.id, loop, future)
            self._outcome = yield from future.__await__()
        return self._taken(self._outcome)

    def cancel(self) -> None:
        """Has it cancelled; whoever waits for it is refused with the code `cancelled`."""
        self._scripts.ask("cancel", self.id)

    @staticmethod
    def _taken(outcome: dict[str, Any]) -> Any:
        if "code" in outcome:
            raise Refused(outcome["code"], outcome.get("message") or "", outcome.get("details"))
        return outcome["result"]

    def __repr__(self) -> str:
        return f"<command {self.name!r}, {self.id}>"
