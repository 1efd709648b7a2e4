"""How hard sentences are to read, by Flesch's measure: about 100 is easy, below 30 is hard."""

from __future__ import annotations

import os
import re

from terrarium import Node

WORD = re.compile(r"[^\W\d_]+")
VOWELS = re.compile(r"[aeiouy]+")


class Sentences(Node):
    """Takes paragraphs; gives for each sentence a list of it twice, one for whoever counts its words."""

    def process(self, paragraph):
        for sentence in re.split(r"(?<=[.!?])\s+", " ".join(paragraph.split())):
            yield [sentence, sentence]


class Readability(Node):
    """Takes the number of words and the sentence; gives the sentence with its score."""

    def process(self, counted):
        words, sentence = counted
        syllables = sum(map(self.syllables, WORD.findall(sentence)))
        if not syllables:
            raise ValueError(f"no words in {sentence!r}")
        score = round(206.835 - 1.015 * words - 84.6 * syllables / words)
        return {"score": score, "sentence": sentence, "process": os.getpid()}

    @staticmethod
    def syllables(word):
        groups = len(VOWELS.findall(word.lower()))
        is_silent = word.lower().endswith("e") and groups > 1
        return groups - is_silent


class Hardest(Node):
    """Keeps the hardest sentences, and gives them at the end."""

    def __init__(self, count=3):
        self.count = count
        self.scored = []

    def process(self, scored):
        self.scored.append(scored)

    def flush(self):
        yield from sorted(self.scored, key=lambda scored: scored["score"])[: self.count]
