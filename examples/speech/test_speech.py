import unittest
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from speech import Segments, VoiceActivity

RATE = 8000
NOISE = np.random.default_rng(7)


def noise(seconds: float, level_db: float) -> NDArray[np.float32]:
    """White noise; its level in the voice band is 1 dB lower."""
    return (NOISE.standard_normal(round(seconds * RATE)) * 10 ** (level_db / 20)).astype(np.float32)


def voice(seconds: float, level_db: float = -20) -> NDArray[np.float32]:
    """A buzz with the harmonics of a voice at 120 Hz."""
    time = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * 120 * harmonic * time) / harmonic for harmonic in range(1, 20))
    return (buzz / np.sqrt(np.mean(np.square(buzz))) * 10 ** (level_db / 20)).astype(np.float32)


def found(
    parts: Iterable[NDArray[np.float32]], length: int = 1024, detector: VoiceActivity | None = None
) -> list[tuple[float, float]]:
    return [(segment["start"], segment["end"]) for segment in told(parts, length, detector)["segments"]]


def told(parts, length=1024, detector=None):
    samples = np.concatenate(list(parts))
    detector, segments = detector or VoiceActivity(), Segments()
    heard = [
        detector.process((samples[None, at : at + length], RATE)) for at in range(0, samples.size, length)
    ]
    for activity in [*heard, detector.flush()]:
        if activity is not None:
            segments.process(activity)
    return segments.flush()


class SpeechTest(unittest.TestCase):
    def assert_near(self, actual, expected):
        self.assertEqual(len(actual), len(expected), actual)
        np.testing.assert_allclose(actual, expected, atol=0.021)

    def test_finds_voices_between_pauses_and_keeps_the_hangover(self):
        parts = [noise(1, -60), voice(1), noise(0.5, -60), voice(0.5), noise(1, -60)]

        self.assert_near(found(parts), [(1, 2.05), (2.5, 3.05)])

    def test_hears_the_same_however_the_sound_is_cut(self):
        parts = [noise(0.503, -60), voice(0.777), noise(0.321, -60), voice(0.25)]

        whole = told(parts, length=10**6)

        for length in (1, 7, 80, 81, 1000):
            self.assertEqual(told(parts, length), whole)

    def test_counts_every_sample(self):
        self.assertEqual(told([noise(1.0, -60), noise(0.011, -60)])["duration"], 1.02)

    def test_finds_nothing_in_noise(self):
        for level in (-20, -60, -90):
            self.assertEqual(found([noise(10, level)]), [])

    def test_finds_nothing_in_digital_silence_nor_in_a_hiss_after_it(self):
        self.assertEqual(found([np.zeros(RATE, np.float32), noise(2, -70)]), [])

    def test_gets_used_to_a_room_that_grows_louder(self):
        segments = found([noise(5, -60), noise(20, -35), voice(1, -15), noise(1, -35)])

        self.assertLess(segments[0][1], 10.1)
        self.assert_near(segments[1:], [(25, 26.05)])

    def test_does_not_take_a_hum_for_a_voice(self):
        hum = np.sin(2 * np.pi * 50 * np.arange(RATE) / RATE).astype(np.float32) * 0.1

        self.assertEqual(found([noise(2, -60), hum + noise(1, -60), noise(1, -60)]), [])

    def test_hears_the_mean_of_the_channels(self):
        sound = np.stack([voice(0.5), -voice(0.5)])

        activity = VoiceActivity().process((sound, RATE))

        self.assertFalse(activity.speech.any())

    def test_tells_the_level_of_a_tone(self):
        tone = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE).astype(np.float32)

        power = VoiceActivity().process((tone[None], RATE)).power

        np.testing.assert_allclose(10 * np.log10(power[1:]), -9.03, atol=0.01)

    def test_drops_a_click_and_bridges_a_short_pause(self):
        parts = [
            noise(1, -60),
            voice(0.05),
            noise(1, -60),
            voice(0.4),
            noise(0.15, -60),
            voice(0.4),
            noise(1, -60),
        ]

        self.assert_near(found(parts), [(2.05, 3.05)])

    def test_tells_of_a_stream_without_sound(self):
        self.assertIsNone(VoiceActivity().flush())
        self.assertEqual(Segments().flush(), {"duration": 0.0, "speech": 0.0, "segments": []})

    def test_refuses_what_it_cannot_hear(self):
        with self.assertRaisesRegex(
            ValueError, "sound at 4000 Hz has nothing above 2000 Hz, and high_hz is 3400"
        ):
            VoiceActivity().process((np.zeros((1, 100), np.float32), 4000))
        with self.assertRaisesRegex(ValueError, "changed from 8000 to 16000"):
            detector = VoiceActivity()
            detector.process((np.zeros((1, 100), np.float32), 8000))
            detector.process((np.zeros((1, 100), np.float32), 16000))
        with self.assertRaisesRegex(ValueError, "the band from 500 to 300 Hz is empty"):
            VoiceActivity(low_hz=500, high_hz=300)


if __name__ == "__main__":
    unittest.main()
