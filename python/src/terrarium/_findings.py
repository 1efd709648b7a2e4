"""What is found wrong with a manifest: faults and warnings with their places, in the words that Java has for them."""

from __future__ import annotations

from terrarium._errors import ManifestError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    Fault = tuple[str, str]

__all__ = ["Fields", "Findings", "child", "described", "hint", "plain_number", "refusal"]

_LONGEST = 60
_LARGEST = 2**31 - 1
_MOST_HINTS = 3
_SHORTEST_PART = 3
_WHOLE_BELOW = 2**53


def refusal(faults: Iterable[Fault]) -> ManifestError:
    """Returns the error that tells all faults, each on a line of its own."""
    listed = tuple(faults)
    return ManifestError("\n".join(f"{path}: {message}" for path, message in listed), listed)


class Findings:
    """Faults and warnings, each a path in the manifest and a sentence."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def fault(self, path: str, message: str) -> None:
        self.faults.append((path, message))

    def warning(self, path: str, message: str) -> None:
        self.warnings.append((path, message))


class Fields:
    """The fields of an object at a place; each that is asked for is known."""

    def __init__(self, path: str, values: dict[str, Any], findings: Findings) -> None:
        self.path = path
        self.values = values
        self.findings = findings
        self._known: set[str] = set()

    @staticmethod
    def of(path: str, value: Any, findings: Findings) -> Fields | None:
        if isinstance(value, dict):
            return Fields(path, value, findings)
        findings.fault(path, f"must be an object, not {described(value)}")
        return None

    def at(self, name: str) -> str:
        return child(self.path, name)

    def fault(self, name: str, message: str) -> None:
        self.findings.fault(self.at(name), message)

    def require(self, name: str, expected: str) -> Fields:
        if self.values.get(name) is None:
            null = f"must be {expected}, not null"
            self.fault(name, null if name in self.values else f"is missing; it must be {expected}")
        return self

    def any(self, name: str) -> Any:
        self._known.add(name)
        return self.values.get(name)

    def _typed(self, name: str, kinds: type | tuple[type, ...], words: str) -> Any:
        value = self.any(name)
        is_flag = isinstance(value, bool) and kinds is not bool
        if value is not None and (is_flag or not isinstance(value, kinds)):
            self.fault(name, f"must be {words}, not {described(value)}")
            return None
        return value

    def text(self, name: str, rule: Callable[[str], object] | None = None, words: str = "") -> str | None:
        text: str | None = self._typed(name, str, "a text")
        if text is not None and rule is not None and not rule(text):
            self.fault(name, f"must be {words}, not {described(text)}")
            return None
        return text

    def word(self, name: str, words: Sequence[str], others: str = "") -> str | None:
        text = self.text(name)
        if text is not None and text not in words:
            near = hint(text, words)
            self.fault(name, f"must be one of {', '.join(words)}{others}, not {described(text)}{near}")
            return None
        return text

    def flag(self, name: str) -> bool | None:
        flag: bool | None = self._typed(name, bool, "true or false")
        return flag

    def number(self, name: str, minimum: float, maximum: float | None = None) -> float | None:
        value: float | None = self._typed(name, (int, float), "a number")
        if value is None or (minimum <= value and (maximum is None or value <= maximum)):
            return value
        rule = f"at least {plain_number(minimum)}"
        if maximum is not None:
            rule = f"from {plain_number(minimum)} to {plain_number(maximum)}"
        self.fault(name, f"must be {rule}, not {described(value)}")
        return None

    def above(self, name: str, bound: float) -> float | None:
        value: float | None = self._typed(name, (int, float), "a number")
        if value is None or value > bound:
            return value
        self.fault(name, f"must be above {plain_number(bound)}, not {described(value)}")
        return None

    def whole(self, name: str, minimum: int, maximum: int = _LARGEST) -> int | None:
        value = self.any(name)
        if value is None:
            return None
        whole = whole_of(value)
        if whole is not None and minimum <= whole <= maximum:
            return whole
        is_large = isinstance(value, (int, float)) and value > _LARGEST
        is_open = maximum == _LARGEST and not is_large
        rule = f", at least {minimum}" if is_open else f" from {minimum} to {maximum}"
        self.fault(name, f"must be a whole number{rule}, not {described(value)}")
        return None

    def object(self, name: str) -> Fields | None:
        value = self.any(name)
        return None if value is None else Fields.of(self.at(name), value, self.findings)

    def array(self, name: str) -> list[Any] | None:
        array: list[Any] | None = self._typed(name, list, "an array")
        return array

    def warn_of_others(self) -> None:
        for name in self.values:
            if name not in self._known:
                self.findings.warning(self.at(name), f"is not known and is ignored{hint(name, self._known)}")

    def refuse_others(self) -> None:
        """Makes faults of them: what they were to bring about would be missing without a word."""
        for name in self.values:
            if name not in self._known:
                near, there = hint(name, self._known), ", ".join(sorted(self._known))
                self.fault(name, f"is not known{near}" if near else f"is not known; there are {there}")


def child(path: str, name: str) -> str:
    """Returns the place of a field in the object at a place."""
    if name.isascii() and name.isidentifier():
        return f"{path}.{name}"
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"{path}['{escaped}']"


def whole_of(value: Any) -> int | None:
    """Returns a value as a whole number, if it is one; 1.0 is."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else None


def described(value: Any) -> str:
    """Returns words for a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{_short(value)}"'
    if isinstance(value, (int, float)):
        return f"the number {_short(str(value))}"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "an object" if isinstance(value, dict) else f"a Python {type(value).__qualname__}"


def plain_number(number: float) -> str:
    """Returns a number without a fraction where it has none."""
    return str(int(number)) if number == number // 1 and abs(number) < _WHOLE_BELOW else str(number)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def hint(word: str, candidates: Iterable[str]) -> str:
    """Returns `; did you mean 'x'?`, or nothing if no candidate is near."""
    lower = word.lower()
    near = []
    for candidate in candidates:
        distance = _distance(lower, candidate.lower())
        shorter, longer = sorted((len(word), len(candidate)))
        is_part = len(word) >= _SHORTEST_PART and f"_{lower}_" in f"_{candidate.lower()}_"
        if distance <= min(shorter - 1, max(1, longer // 3)) or is_part:
            near.append((distance, candidate))
    near.sort(key=lambda each: each[0])
    named = " or ".join(f"'{candidate}'" for _, candidate in near[:_MOST_HINTS])
    return f"; did you mean {named}?" if named else ""


def _distance(left: str, right: str) -> int:
    """How many letters are to be added, left out, replaced or swapped."""
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            least = min(rows[-1][j - 1] + (a != b), 1 + min(rows[-1][j], row[j - 1]))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]
