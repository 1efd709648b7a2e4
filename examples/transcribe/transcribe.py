"""Finds what was said in a recording, and when.

Two models that the pocketsphinx wheel carries do it: a voice activity detector, which cuts the sound into
utterances, and an acoustic and language model of English, which turns each into words.
"""

import numpy
from pocketsphinx import Decoder, Endpointer

RATE = 16_000


class Utterances:
    """Cuts a stream of sound at its pauses, and emits each utterance as soon as it has ended."""

    is_streaming = True

    def __init__(self, window: float = 0.3, share: float = 0.9) -> None:
        """`window` seconds of sound are looked at; where `share` of them is voice, somebody speaks."""
        self._endpointer = Endpointer(window=window, ratio=share, sample_rate=RATE)

    def process(self, stream):
        begun, spoken, waiting = 0.0, bytearray(), bytearray()
        frame = self._endpointer.frame_bytes
        for sound, rate in stream:
            if rate != RATE or len(sound) != 1:
                raise ValueError(f"expected one channel at {RATE} Hz, got {len(sound)} at {rate} Hz")
            waiting += (numpy.clip(sound[0], -1, 1) * 32767).astype(numpy.int16).tobytes()
            while len(waiting) > frame:
                voice = self._endpointer.process(bytes(waiting[:frame]))
                del waiting[:frame]
                if voice is None:
                    continue
                if not spoken:
                    begun = self._endpointer.speech_start
                spoken += voice
                if not self._endpointer.in_speech:
                    yield begun, self._endpointer.speech_end, bytes(spoken)
                    spoken = bytearray()
        rest = self._endpointer.end_stream(bytes(waiting))
        if spoken or rest:
            yield begun, self._endpointer.speech_end, bytes(spoken) + (rest or b"")


class Words:
    """Turns each utterance into text."""

    def initialize(self) -> None:
        self._decoder = Decoder(samprate=RATE, loglevel="FATAL")

    def process(self, utterance):
        begun, ended, samples = utterance
        self._decoder.start_utt()
        self._decoder.process_raw(samples, no_search=False, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        if found is None or not found.hypstr:
            return None
        return {"start": round(begun, 2), "end": round(ended, 2), "text": found.hypstr}
