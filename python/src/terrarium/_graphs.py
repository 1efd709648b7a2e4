"""The order in which the nodes of a pipeline follow each other, and the cycles that leave none."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Wires = Sequence[tuple[str, str]]

__all__ = ["cycles", "order"]


def order(nodes: Sequence[str], wires: Wires) -> list[str]:
    """Returns each node behind those that feed it, otherwise as they stand; those on cycles are missing."""
    import heapq

    position = {node: index for index, node in enumerate(nodes)}
    missing = dict.fromkeys(nodes, 0)
    for _, to in wires:
        missing[to] += 1
    ready = [position[node] for node in nodes if not missing[node]]
    ordered = []
    while ready:
        node = nodes[heapq.heappop(ready)]
        ordered.append(node)
        for source, to in wires:
            if source == node:
                missing[to] -= 1
                if not missing[to]:
                    heapq.heappush(ready, position[to])
    return ordered


def cycles(nodes: Sequence[str], wires: Wires) -> Iterator[list[str]]:
    """Iterates over the shortest cycles, each from its first node back to that."""
    named = set(order(nodes, wires))
    for node in nodes:
        if node not in named:
            cycle = _shortest(node, wires)
            named.update(cycle)
            if cycle:
                yield cycle


def _shortest(start: str, wires: Wires) -> list[str]:
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        node = waiting.pop(0)
        for source, to in wires:
            if source == node:
                if to not in came_from:
                    came_from[to] = node
                    waiting.append(to)
                if to == start:
                    return _path(start, came_from)
    return []


def _path(start: str, came_from: dict[str, str]) -> list[str]:
    path = [start]
    node = came_from[start]
    while node != start:
        path.append(node)
        node = came_from[node]
    return [*reversed([*path, start])]
