"""What a process writes to standard error, in which Python may say at last where its threads were.

Of that, the frames of Terrarium's own are left out, with those that lead from one of them to the next, and threads that
have no others.
"""

from __future__ import annotations

import re

__all__ = ["Dump"]

_FRAME = '  File "'
_BEGINNINGS = (_FRAME, "Thread 0x", "Current thread 0x")

_HEADING = re.compile(r"(Current thread|Thread) 0x[0-9a-f]+.* \(most recent call first\):\s*")
_OURS = re.compile(r'  File "(.*[/\\]|<)terrarium(>/|[/\\])_\w+\.py", line \d+ in \S+\s*')
_BETWEEN = re.compile(r'  File "(.*[/\\](asyncio[/\\]\w+|selectors)\.py|<frozen importlib\.\w+>)", line \d+ in \S+\s*')
_START = re.compile(r'  File "<string>", line \d+ in <module>\s*')


class Dump:
    """Takes text in pieces. A line that may be of a dump is held until all of it is there, any other is handed on."""

    def __init__(self) -> None:
        self._line = ""
        self._is_plain = self._is_below_ours = False
        self._heading = ""
        self._between = ""

    def of(self, piece: str) -> str:
        """Takes a piece, and returns what is to be handed on."""
        *whole, rest = piece.split("\n")
        out = ""
        for end in whole:
            line, self._line = f"{self._line}{end}\n", ""
            out += self._kept(line) if self._may_be_in_dump(line) else line
            self._is_plain = False
        self._line += rest
        if self._is_plain or not self._may_be_of_dump():
            self._is_plain = True
            out += self._held() + self._line
            self._line = ""
        return out

    def end(self) -> str:
        """Returns what is still held, when no more comes."""
        if self._is_below_ours and not self._between:
            self._heading = ""
        rest, self._line = self._held() + self._line, ""
        return rest

    def _may_be_in_dump(self, line: str) -> bool:
        if self._is_plain:
            return False
        return bool(self._heading or self._between) or self._is_below_ours or line.startswith(_BEGINNINGS)

    def _may_be_of_dump(self) -> bool:
        return any(self._line.startswith(each[: len(self._line)]) for each in _BEGINNINGS)

    def _kept(self, line: str) -> str:
        """Returns of a line what is to be handed on."""
        if _HEADING.fullmatch(line):
            before, self._heading = self._held(), line
            self._is_below_ours = False
            return before
        if _OURS.fullmatch(line) or (self._is_below_ours and _START.fullmatch(line)):
            self._is_below_ours = True
            self._between = ""
            return ""
        if _BETWEEN.fullmatch(line):
            self._between += line
            return ""
        ends_thread = self._heading and self._is_below_ours and not self._between and not line.strip()
        self._is_below_ours = False
        if ends_thread:
            self._heading = ""
            return ""
        return self._held() + line

    def _held(self) -> str:
        """Returns the heading of the thread of which something is to be told, and frames that nobody of ours called."""
        held = self._heading + self._between
        self._heading = self._between = ""
        return held
