"""Finds the sentences of a text that are hard to read: python reading.py [FILE]"""

import asyncio
import os
import sys
from pathlib import Path

from readability import Hardest, Readability, Sentences
from terrarium import Pipeline, nodes


def scoring(**settings):
    """Sentences are split here, their words are counted in Java, and two worker processes score them."""
    pipeline = Pipeline(name="reading")
    pipeline.add_node(Sentences())
    pipeline.add_node(nodes.TextTransformNode(operation="word_count"))
    pipeline.add_node(Readability(), isolation="process", workers=2, **settings)
    return pipeline


async def paragraphs(file):
    for paragraph in file.read_text("utf-8").split("\n\n"):
        yield paragraph


def progress(done, total):
    print(f"\r{done} of {total} paragraphs", end="\n" if done == total else "", file=sys.stderr)


async def main(file):
    print("The hardest sentences:")
    hardest = scoring(on_error="skip").add_node(Hardest(count=2))
    text = [paragraph async for paragraph in paragraphs(file)]
    for scored in await hardest.run(text, on_progress=progress):
        print(f"{scored['score']:5}  {scored['sentence']}")

    print("\nAs they come, until one cannot be scored:")
    processes = set()
    try:
        async for scored in scoring().stream(paragraphs(file)):
            processes.add(scored["process"])
            print(f"{scored['score']:5}  {scored['sentence'][:40]}")
    except ValueError as error:
        print(f"{type(error).__name__}: {error}")
        print(error.__notes__[0])
    print("Scored in this process:", os.getpid() in processes)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).with_name("bicycle.txt")))
