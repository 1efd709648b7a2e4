"""Hands records that Java has logged to Python's logging, where handlers of the user's take them."""

from __future__ import annotations

import logging

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterable

    Told = tuple[float, int, str, str, str, str | None, dict[str, str]]

__all__ = ["take"]


def take(records: Iterable[Told]) -> None:
    """Logs records given as time, level, logger, thread, message, text of the exception, context.

    They never go back to Java. The level set on a Python logger decides, WARNING where none is, as ever.
    """
    for created, level, name, thread, message, exception, context in records:
        logger = logging.getLogger(name)
        if level >= (_level_set(logger) or logging.WARNING) and logger.manager.disable < level:
            record = logger.makeRecord(name, level, "(java)", 0, message, (), None, None, None)
            record.created, record.msecs = created, created % 1 * 1000
            record.threadName, record.thread = thread, None
            record.exc_text = exception
            record.from_java = True
            record.mdc = context
            for key, value in context.items():
                record.__dict__.setdefault(key, value)
            logger.handle(record)


def _level_set(logger: logging.Logger | None) -> int:
    while logger is not None:
        if logger.level:
            return logger.level
        logger = logger.parent
    return logging.NOTSET
