"""Sends what Python logs to the JVM's loggers of the same names.

The JVM decides what is logged: a level that is off there costs one look into a cache, whatever Python's own
default of WARNING says. Who sets a level on a Python logger narrows that further. `logging.basicConfig()`
finds the root already has a handler and leaves it, so nothing comes out twice; who replaces the root's
handlers (`basicConfig(force=True)`, `dictConfig`) gets what he configured, and Java gets nothing of it.
A handler that is added beside works by Python's own rules.
"""

from __future__ import annotations

import logging
from time import monotonic

from terrarium._log_context import fields, finders
from terrarium._text import sendable

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable

    Log = Callable[..., object]  # level, its name, logger, message, exception; fields and place if there are some
    IsEnabled = Callable[[str, int], bool]

__all__ = ["JavaHandler", "bridge", "unbridge"]

_ASKED_ANEW = 1.0
"""Seconds for which the JVM's answer about a level holds."""

_LEVELS = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL)


_STANDARD = frozenset(logging.LogRecord("", 0, "", 0, "", None, None).__dict__) | {"message", "asctime"}
"""What every record has, which is no context."""


class JavaHandler(logging.Handler):
    """Hands records to the JVM, each before the logging call returns."""

    def __init__(self, log: Log, is_enabled: IsEnabled) -> None:
        super().__init__()
        self._log = log
        self._ask = is_enabled
        self._answers: dict[tuple[str, int], bool] = {}
        self._forgets_at = 0.0

    def createLock(self) -> None:
        # A lock held into Java, where other locks are taken, is how deadlocks are made; none is needed.
        self.lock = None

    def handle(self, record: logging.LogRecord) -> bool:
        if hasattr(record, "from_java"):
            return False  # Java has it already
        passes: object = self.filter(record)
        if isinstance(passes, logging.LogRecord):  # from 3.12 on a filter may put another in its place
            record = passes
        if passes and self.is_on(record.name, record.levelno):
            self.emit(record)
        return bool(passes)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._log(
                record.levelno,
                sendable(record.levelname),
                sendable(record.name),
                sendable(_message(record)),
                _exception(record),
                *_context(record),
            )
        except Exception:
            self.handleError(record)

    def is_on(self, name: str, level: int) -> bool:
        """Asks the JVM whether it logs this level, at most once in a while for each name and level."""
        answer = self._answers.get((name, level))
        if answer is None:
            try:
                answer = bool(self._ask(sendable(name), level))
            except Exception:
                # Too much is better than a record lost because asking failed.
                answer = True
                self.handleError(logging.LogRecord(name, level, "", 0, "asking the JVM", None, None))
            self._answers[name, level] = answer
        return answer

    def forget_soon(self) -> None:
        """Has the JVM asked anew by whoever logs next; from any thread."""
        self._forgets_at = 0.0

    def forget_when_due(self, manager: logging.Manager) -> None:
        now = monotonic()
        if now >= self._forgets_at:
            self._forgets_at = now + _ASKED_ANEW
            self._answers.clear()
            manager._clear_cache()  # type: ignore[attr-defined]


def _message(record: logging.LogRecord) -> str:
    message = record.getMessage()
    if record.stack_info:
        message += "\n" + record.stack_info
    return message


def _context(record: logging.LogRecord) -> list[object]:
    """What `extra` and the log contexts add to a record, if they do; then where it was logged, if that is known."""
    extra = {
        sendable(str(name)): sendable(str(value))
        for name, value in {**fields(), **record.__dict__}.items()
        if name not in _STANDARD
    }
    place = next((place for place in (find() for find in finders) if place is not None), None)
    if place is not None:
        return [extra, *place]
    return [extra] if extra else []


def _exception(record: logging.LogRecord) -> BaseException | None:
    info: object = record.exc_info
    return info[1] if isinstance(info, tuple) else None


class _Patched:
    """What the bridge replaces in logging.Logger, to be put back."""

    is_enabled_for = logging.Logger.isEnabledFor
    effective_level = logging.Logger.getEffectiveLevel
    add_handler = logging.Logger.addHandler
    remove_handler = logging.Logger.removeHandler


_bridge: JavaHandler | None = None


def bridge(log: Log, is_enabled: IsEnabled) -> JavaHandler:
    """Puts the bridge on the root logger; a second one takes the first one's place."""
    global _bridge
    unbridge()
    _bridge = JavaHandler(log, is_enabled)
    logging.root.addHandler(_bridge)
    logging.root.setLevel(logging.NOTSET)
    logging.Logger.isEnabledFor = _is_enabled_for  # type: ignore[method-assign]
    logging.Logger.getEffectiveLevel = _effective_level  # type: ignore[method-assign]
    logging.Logger.addHandler = _add_handler  # type: ignore[method-assign]
    logging.Logger.removeHandler = _remove_handler  # type: ignore[method-assign]
    return _bridge


def unbridge() -> None:
    """Gives logging back to Python, which then writes to stderr; needed in a forked child."""
    global _bridge
    if _bridge is None:
        return
    handler, _bridge = _bridge, None
    logging.root.removeHandler(handler)
    logging.Logger.isEnabledFor = _Patched.is_enabled_for  # type: ignore[method-assign]
    logging.Logger.getEffectiveLevel = _Patched.effective_level  # type: ignore[method-assign]
    logging.Logger.addHandler = _Patched.add_handler  # type: ignore[method-assign]
    logging.Logger.removeHandler = _Patched.remove_handler  # type: ignore[method-assign]
    if logging.root.level == logging.NOTSET:
        logging.root.setLevel(logging.WARNING)


def _is_enabled_for(self: logging.Logger, level: int) -> bool:
    if self.disabled or _bridge is None:
        return False
    _bridge.forget_when_due(self.manager)
    answers: dict[int, bool] = self._cache  # type: ignore[attr-defined]
    answer = answers.get(level)
    if answer is None:
        answer = answers[level] = _decide(_bridge, self, level)
    return answer


def _decide(handler: JavaHandler, logger: logging.Logger, level: int) -> bool:
    if logger.manager.disable >= level:
        return False
    asked_for = _level_set(logger)
    bridged, others = _handlers(handler, logger)
    if bridged and level >= asked_for and handler.is_on(logger.name, level):
        return True
    return (others or not bridged) and level >= (asked_for or logging.WARNING)


def _effective_level(self: logging.Logger) -> int:
    """The level set on the Python side, else the lowest that the JVM logs."""
    asked_for = _level_set(self)
    if asked_for or _bridge is None:
        return asked_for or logging.WARNING
    _bridge.forget_when_due(self.manager)
    if not _handlers(_bridge, self)[0]:
        return logging.WARNING
    for level in _LEVELS:
        if _bridge.is_on(self.name, level):
            return level
    return logging.CRITICAL + 1


def _level_set(logger: logging.Logger | None) -> int:
    while logger is not None:
        if logger.level:
            return logger.level
        logger = logger.parent
    return logging.NOTSET


def _handlers(handler: JavaHandler, logger: logging.Logger | None) -> tuple[bool, bool]:
    """Whether this logger's records reach the JVM, and whether they reach any other handler."""
    bridged = others = False
    while logger is not None:
        for each in logger.handlers:
            if each is handler:
                bridged = True
            elif not isinstance(each, logging.NullHandler):
                others = True
        logger = logger.parent if logger.propagate else None
    return bridged, others


def _add_handler(self: logging.Logger, hdlr: logging.Handler) -> None:
    _Patched.add_handler(self, hdlr)
    self.manager._clear_cache()  # type: ignore[attr-defined]


def _remove_handler(self: logging.Logger, hdlr: logging.Handler) -> None:
    _Patched.remove_handler(self, hdlr)
    self.manager._clear_cache()  # type: ignore[attr-defined]
