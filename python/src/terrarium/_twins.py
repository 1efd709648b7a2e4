"""The built-in nodes for numbers, texts and anything, in Python: what each does in Java, item for item."""

from __future__ import annotations

import math
import re

from terrarium._base import Node
from terrarium._emit import Emit
from terrarium._errors import MarshalError
from terrarium._findings import described
from terrarium._schemas import Choice, Real, Whole

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    from terrarium._schemas import Anything

__all__ = [
    "AddNode",
    "BufferNode",
    "CalculatorNode",
    "Echo",
    "MultiplyNode",
    "PassThrough",
    "StatefulCounter",
    "TextProcessorNode",
    "TextTransformNode",
    "Twin",
]

_WHOLE_BELOW = 2.0**63
_MOST_BITS = 1 << 20
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_FEWEST_ARGUMENTS = 2
_PLAIN = frozenset({int, float, str, bool, dict, list, tuple})


class Twin(Node):
    """What the Python form of a built-in node is, beside a node: `parameters` tells what it takes."""

    parameters: ClassVar[dict[str, Anything]] = {}
    is_live: ClassVar[bool] = False
    """Whether a run uses the very object, rather than a node that is made like it."""
    id: str = ""
    """That of the manifest, while it runs in a pipeline."""

    def _processed_by(self) -> str:
        return f"{type(self).__name__}[{self.id or self.name or type(self).__name__}]"


class PassThrough(Twin):
    """Emits each item as it is."""

    def process(self, item: Any) -> Any:
        return item if type(item) in _PLAIN else Emit(item)


class Echo(Twin):
    """Emits each item with its number, from 1: `{"input": item, "counter": n, "node": "Echo"}`."""

    def __init__(self) -> None:
        self._counter = 0

    def process(self, item: Any) -> dict[str, Any]:
        self._counter += 1
        return {"input": item, "counter": self._counter, "node": "Echo"}


class StatefulCounter(Twin):
    """Counts items, whatever they are: `initial_value` for the first, one more for each further one."""

    parameters: ClassVar[dict[str, Anything]] = {"initial_value": Whole(default=0)}

    def __init__(self, initial_value: int = 0) -> None:
        self._next = int(initial_value)

    def process(self, item: Any) -> int:
        self._next += 1
        return self._next - 1


class BufferNode(Twin):
    """Collects items into lists of `buffer_size`; what is left at the end is a shorter list."""

    parameters: ClassVar[dict[str, Anything]] = {"buffer_size": Whole(1, 2**31 - 1, default=10)}

    def __init__(self, buffer_size: int = 10) -> None:
        self._size = int(buffer_size)
        self._items: list[Any] = []

    def process(self, item: Any) -> list[Any] | None:
        self._items.append(item)
        return self.flush() if len(self._items) == self._size else None

    def flush(self) -> list[Any] | None:
        """Returns what is left, if anything is."""
        full, self._items = self._items, []
        return full or None


class MultiplyNode(Twin):
    """Multiplies each number by `factor`."""

    parameters: ClassVar[dict[str, Anything]] = {"factor": Real()}

    def __init__(self, factor: float) -> None:
        self.factor = factor

    def process(self, item: Any) -> int | float:
        product: int | float = _times(_required(item), self.factor)
        return product


class AddNode(Twin):
    """Adds `addend` to each number."""

    parameters: ClassVar[dict[str, Anything]] = {"addend": Real()}

    def __init__(self, addend: float) -> None:
        self.addend = addend

    def process(self, item: Any) -> int | float:
        total: int | float = _plus(_required(item), self.addend)
        return total


class CalculatorNode(Twin):
    """Calculates with each number as `operation` and `operand` say, or what `{"operation": …, "args": […]}` says."""

    parameters: ClassVar[dict[str, Anything]] = {
        "operation": Choice(("add", "subtract", "multiply", "divide"), default="add"),
        "operand": Real(default=0),
    }

    def __init__(self, operation: str = "add", operand: float = 0) -> None:
        self.operation = operation
        self.operand = operand

    def process(self, item: Any) -> Any:
        if isinstance(item, dict):
            return self._worked_out(item) if "operation" in item else item
        if isinstance(item, str):
            text = item.strip()
            return self._calculated(float(text)) if _NUMBER.fullmatch(text) else item
        number = _number(item)
        if number is None:
            return item if type(item) in _PLAIN else Emit(item)
        return self._calculated(_double(number))

    def _calculated(self, number: float) -> int | float:
        operand = _double(self.operand)
        result = {"add": _plus, "subtract": _minus, "multiply": _times, "divide": _divided}[self.operation](
            number, operand
        )
        is_whole = math.isfinite(result) and result == round(result) and abs(result) < _WHOLE_BELOW
        return int(result) if is_whole else result

    def _worked_out(self, item: dict[str, Any]) -> dict[str, Any]:
        operation, args = item["operation"], item.get("args")
        told = {"operation": operation, "args": args}
        try:
            result = _result(operation, args)
        except (ArithmeticError, ValueError) as error:
            return {"error": str(error), **told, "processed_by": self._processed_by()}
        config = {"operation": self.operation, "operand": self.operand}
        return {**told, "result": result, "processed_by": self._processed_by(), "node_config": config}


def _result(operation: Any, args: Any) -> int | float:
    name = {None: "null", True: "true", False: "false"}[operation] if _is_word(operation) else operation
    if not isinstance(args, (list, tuple)) or len(args) < _FEWEST_ARGUMENTS:
        raise ValueError(f"Operation '{name}' requires at least 2 arguments")
    result = _argument(args[0])
    for arg in args[1:]:
        number = _argument(arg)
        function = _OPERATIONS.get(operation) if isinstance(operation, str) else None
        if function is None:
            raise ValueError(f"Unknown operation: {name}")
        result = function(result, number)
    return result


def _is_word(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def _argument(arg: Any) -> int | float:
    number = _number(arg)
    if number is None:
        raise ValueError(f"The arguments must be numbers, not {described(arg)}")
    return number


def _required(item: Any) -> int | float:
    number = _number(item)
    if number is None:
        raise MarshalError(f"expected a number, got {described(item)}", "$")
    return number


def _number(item: Any) -> int | float | None:
    """Returns a number, and NumPy's as one of Python's; None for anything else, true and false among it."""
    if isinstance(item, (int, float)):
        return None if isinstance(item, bool) else item
    if type(item).__module__ == "numpy" and getattr(item, "shape", None) == () and hasattr(item, "item"):
        return _number(item.item())
    return None


def _double(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.copysign(math.inf, number)


def _of_both(a: float, b: float, function: Callable[[Any, Any], Any]) -> Any:
    """Works whole numbers out exactly, and anything else as 64-bit fractions."""
    return function(a, b) if isinstance(a, int) and isinstance(b, int) else function(_double(a), _double(b))


def _plus(a: float, b: float) -> Any:
    return _of_both(a, b, lambda x, y: x + y)


def _minus(a: float, b: float) -> Any:
    return _of_both(a, b, lambda x, y: x - y)


def _times(a: float, b: float) -> Any:
    return _of_both(a, b, lambda x, y: x * y)


def _divided(a: float, b: float) -> float:
    _refuse_zero(b)
    return _double(a) / _double(b)


def _remainder(a: float, b: float) -> Any:
    _refuse_zero(b)
    if isinstance(a, int) and isinstance(b, int):
        return a % b
    x, y = _double(a), _double(b)
    if math.isinf(x) or math.isnan(x) or math.isnan(y):
        return math.nan
    rest = math.fmod(x, y)
    return rest + y if rest != 0 and (rest < 0) != (y < 0) else rest


def _power(a: float, b: float) -> Any:
    if isinstance(a, int) and isinstance(b, int) and b >= 0:
        if abs(a) > 1 and (a if a > 0 else ~a).bit_length() * b > _MOST_BITS:
            raise ArithmeticError(f"The result has more than {_MOST_BITS} binary digits")
        return a**b
    if _double(b) < 0:
        _refuse_zero(a)
    x, y = _double(a), _double(b)
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0 and y % 2 == 1 else math.inf
    except ValueError:
        return math.nan


def _refuse_zero(divisor: float) -> None:
    if divisor == 0:
        raise ZeroDivisionError("Division by zero")


_OPERATIONS: dict[str, Callable[[float, float], Any]] = {
    "add": _plus,
    "subtract": _minus,
    "multiply": _times,
    "divide": _divided,
    "modulo": _remainder,
    "power": _power,
}

_TEXT_OPERATIONS: dict[str, Callable[[str], str | int]] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "reverse": lambda text: text[::-1],
    "word_count": lambda text: len(text.split()),
    "char_count": len,
    "title_case": str.title,
    "remove_spaces": lambda text: text.replace(" ", ""),
    "first_word": lambda text: next(iter(text.split()), ""),
    "last_word": lambda text: next(reversed(text.split()), ""),
}


class TextProcessorNode(Twin):
    """Does with a text what each item says: `{"text": …, "operations": […]}`."""

    def process(self, item: Any) -> dict[str, Any]:
        if not isinstance(item, dict):
            raise MarshalError(f"expected an object, got {described(item)}", "$")
        if "text" not in item:
            raise ValueError(f"The item has no 'text'; it has [{', '.join(map(str, item))}]")
        text, operations = item["text"], item.get("operations", ["uppercase"])
        if not isinstance(text, str):
            raise ValueError(f"The item's 'text' must be a text, not {described(text)}")
        if not isinstance(operations, (list, tuple)):
            raise ValueError(f"The item's 'operations' must be a list of words, not {described(operations)}")
        results: dict[str, Any] = {}
        for index, word in enumerate(operations):
            if not isinstance(word, str):
                raise ValueError(f"The item's operations[{index}] must be a word, not {described(word)}")
            if word in _TEXT_OPERATIONS:
                results[word] = _TEXT_OPERATIONS[word](text)
            else:
                results[f"unknown_operation_{word}"] = f"Unknown operation: {word}"
        return {
            "original_text": text,
            "operations": operations,
            "results": results,
            "processed_by": self._processed_by(),
            "node_config": {},
        }


class TextTransformNode(Twin):
    """Does one `operation` with each text, or with the text that a list begins with."""

    parameters: ClassVar[dict[str, Anything]] = {"operation": Choice(tuple(_TEXT_OPERATIONS))}

    def __init__(self, operation: str) -> None:
        self.operation = operation

    def process(self, item: Any) -> Any:
        change = _TEXT_OPERATIONS[self.operation]
        if isinstance(item, str):
            return change(item)
        if isinstance(item, (list, tuple)):
            if item and isinstance(item[0], str):
                return [change(item[0]), *item[1:]]
            what = f"a list that begins with {described(item[0])}" if item else "an empty list"
        else:
            what = described(item)
        raise ValueError(f"A text is wanted, or a list whose first element is one, not {what}")
