"""A program as checkers of types read it, which complain of nothing in it but what is marked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from terrarium import ManifestError, Node, Pipeline, execute_pipeline_with_input, nodes


class Scale(Node):
    def __init__(self, factor: int = 2) -> None:
        self.factor = factor

    def process(self, item: int) -> int:
        return item * self.factor


class Plain:
    def process(self, item: int) -> int:
        return item


class Awaits:
    async def aprocess(self, item: int) -> int:
        return item


class Called:
    def __call__(self, item: int) -> int:
        return item


async def items() -> AsyncIterator[int]:
    yield 1


def puts_together() -> Pipeline:
    mixed = [Scale(3), Scale, Plain, Plain(), Awaits(), Called(), items, lambda item: item, len, "Echo", nodes.Echo()]
    some: list[Node] = [Scale()]
    pipeline = Pipeline([Scale(3), Plain(), Awaits(), lambda item: item, "PassThrough", nodes.MultiplyNode(2.5)])
    pipeline.add_node(Scale, id="a", params={"factor": 2}, on_error="skip", retry={"attempts": 3, "jitter": 0.5})
    pipeline.add_node(Plain, id="b", isolation="process", workers=2, limits={"memory_gb": 1.5, "open_files": 9})
    pipeline.add_node(Plain(), on_error={"dead_letter": "lost.jsonl"}, queue={"capacity": 2, "policy": "latest"})
    pipeline.connect("a", "b")
    return pipeline if len(Pipeline(mixed)) else Pipeline(some)


async def runs(pipeline: Pipeline) -> list[Any]:
    outputs: list[Any] = await pipeline.run([1], on_progress=lambda done, total: print(done / total))
    async for output in pipeline.stream(items()):
        outputs.append(output)
    async for output in pipeline.stream([1, 2]):
        outputs.append(output)
    async with pipeline.session() as session:
        outputs += await session.send(1)
    try:
        await execute_pipeline_with_input({"version": "v1"}, 5)
    except ManifestError as error:
        path, message = error.faults[0]
        print(path, message)
    return outputs + session.rest


def goes_wrong(pipeline: Pipeline) -> None:
    pipeline.add_node(5)  # type: ignore[arg-type]
    pipeline.add_node(Scale, on_eror="skip")  # type: ignore[call-arg]
    pipeline.add_node(Scale, on_error="skp")  # type: ignore[arg-type]
    pipeline.run_sync([1], runtime="pyton")  # type: ignore[arg-type]
    pipeline.stream(5)  # type: ignore[arg-type]
    Pipeline(5)  # type: ignore[arg-type]
    nodes.MultiplyNode("two")  # type: ignore[arg-type]
