"""The built-in nodes for sound, in each runtime that there is."""

import asyncio
import importlib.util
import math
import pathlib
import tempfile
import unittest

from runtimes import require_java

from terrarium import Pipeline, nodes
from terrarium._runs import choose
from terrarium._schemas import REQUIRED

HAS_NUMPY = importlib.util.find_spec("numpy") is not None


def setUpModule():
    """Imports NumPy when these tests run, not when they are found: others look whether it is imported."""
    global np
    if HAS_NUMPY:
        import numpy as np


def tone(rate, seconds, channels=1, pitch=440):
    at = np.arange(round(rate * seconds)) / rate
    return np.stack([np.sin(2 * math.pi * pitch * (channel + 1) * at) for channel in range(channels)]).astype("float32")


class Sounds:
    runtime = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def outputs(self, nodes_of_it, items=None):
        _, opened = choose(self.runtime, Pipeline(nodes_of_it).serialize(), {}, [])
        try:
            return opened.run(items)
        finally:
            opened.close()

    def test_a_buffer_cuts_anew_and_begins_anew_with_another_format(self):
        frames = [(np.arange(n, dtype="float32"), rate) for n, rate in ((5, 8000), (4, 8000), (3, 9000))]

        outputs = self.outputs([nodes.AudioBuffer(4)], frames)

        self.assertEqual([(1, 4, 8000), (1, 4, 8000), (1, 1, 8000), (1, 3, 9000)], [(*s.shape, r) for s, r in outputs])
        self.assertEqual([4, 0, 1, 2], outputs[1][0][0].tolist())

    def test_a_resampler_keeps_the_tone_and_its_place_however_it_is_cut(self):
        whole = tone(44_100, 0.5)
        cuts = np.split(whole, [100, 101, 9000], axis=1)

        once = np.concatenate([s for s, _ in self.outputs([nodes.AudioResampler(16_000)], [(whole, 44_100)])], axis=1)
        cut = np.concatenate(
            [s for s, _ in self.outputs([nodes.AudioResampler(16_000)], [(c, 44_100) for c in cuts])], 1
        )

        self.assertEqual((1, 8000), once.shape)
        self.assertTrue(np.array_equal(once, cut))
        inner = slice(200, -200)
        self.assertLess(abs(once - tone(16_000, 0.5))[:, inner].max(), 2e-3)

    def test_a_frame_of_the_right_rate_passes_with_what_is_known_of_it(self):
        samples = tone(16_000, 0.01)

        ((sound, metadata),) = self.outputs([nodes.AudioResampler(16_000)], [(samples, 16_000, {"who": "me"})])

        self.assertTrue(np.array_equal(samples, sound[0]))
        self.assertEqual((16_000, {"who": "me"}), (sound[1], metadata))

    def test_channels_become_their_mean_or_copies(self):
        two = np.array([[1, 0], [0, 0.5]], "float32")

        ((mean, _),) = self.outputs([nodes.AudioTransform(8000, 1)], [(two, 8000)])
        ((copies, _),) = self.outputs([nodes.AudioTransform(8000, 3)], [(two[:1], 8000)])

        self.assertEqual([[0.5, 0.25]], mean.tolist())
        self.assertEqual([[1, 0]] * 3, copies.tolist())
        with self.assertRaisesRegex(RuntimeError, "Sound with 2 channels cannot become sound with 3"):
            self.outputs([nodes.AudioTransform(8000, 3)], [(two, 8000)])

    def test_speech_is_found_by_loudness(self):
        loud, still = np.full((1, 800), 0.5, "float32"), np.zeros((1, 800), "float32")
        half = np.concatenate([still, still, loud], axis=1)
        frames = [(each, 8000) for each in (loud, still, half)]

        found = [metadata for _, metadata in self.outputs([nodes.VoiceActivityDetector(100)], frames)]
        passed = self.outputs([nodes.VoiceActivityDetector(100, filter_mode=True)], frames)

        self.assertEqual([True, False, True], [each["is_speech"] for each in found])
        self.assertEqual([1.0, 0.0, 1 / 3], [each["speech_ratio"] for each in found])
        self.assertEqual([0.5, 0.0, 0.5 / 3], [each["avg_energy"] for each in found])
        self.assertEqual([100] * 3, [each["frame_duration_ms"] for each in found])
        self.assertEqual([(1, 800), (1, 2400)], [samples.shape for samples, _ in passed])

    def test_samples_are_extracted_channel_after_channel(self):
        (flat,) = self.outputs([nodes.ExtractAudioDataNode()], [(np.array([[1, 2], [3, 4]], "float32"), 8000)])

        self.assertEqual([1, 2, 3, 4], np.asarray(flat).tolist())

    def test_what_is_no_frame_is_refused_with_its_place(self):
        for item, says in (
            ([1.0], r"expected sound as \(ndarray, rate\), got a Python list"),
            ((np.zeros(3, "int16"), 8000), "expected float32 samples, got int16"),
            (
                (np.zeros((1, 1, 1), "float32"), 8000),
                r"expected an array \[channels, samples\], got one of 3 dimensions",
            ),
            ((np.zeros(3, "float32"), 0), "expected a rate of at least 1, got 0"),
        ):
            with self.subTest(says), self.assertRaisesRegex((RuntimeError, ValueError), says):
                self.outputs([nodes.ExtractAudioDataNode()], [item])

    def test_files_are_written_and_read_again(self):
        samples = tone(8000, 0.05, channels=2) * np.float32(0.9)
        for sample_format, error in (("pcm16", 2**-16), ("pcm24", 2**-24), ("float32", 0)):
            path = str(self.folder / f"{sample_format}.wav")

            written = self.outputs([nodes.MediaWriterNode(path, sample_format)], [(samples, 8000)])
            frames = self.outputs([nodes.MediaReaderNode(path, frame_duration_ms=15)])

            self.assertEqual([], written)
            self.assertEqual([120, 120, 120, 40], [frame.shape[1] for frame, _ in frames])
            again = np.concatenate([frame for frame, _ in frames], axis=1)
            self.assertLessEqual(abs(again - samples).max(), error)
        self.assertEqual(3, len(list(self.folder.iterdir())))

    def test_a_run_that_fails_leaves_the_file_as_it_was(self):
        path = self.folder / "kept.wav"
        path.write_bytes(b"mine")

        with self.assertRaises(Exception):
            self.outputs([nodes.MediaWriterNode(str(path))], [(tone(8000, 0.01), 8000), "no sound"])

        self.assertEqual(b"mine", path.read_bytes())
        self.assertEqual([path], list(self.folder.iterdir()))

    def test_a_file_that_is_none_is_told(self):
        cases = {
            "none.wav": (None, "there is no such file in"),
            "text.wav": (b"hello, world", "is not a WAV file, whatever its name says: there is no 'RIFF' at byte 0"),
            "short.wav": (b"RIFF\x24\0\0\0WAVE", "ends at byte 12 without a format"),
        }
        for name, (content, says) in cases.items():
            path = self.folder / name
            if content is not None:
                path.write_bytes(content)
            with self.subTest(name), self.assertRaisesRegex(RuntimeError, says):
                self.outputs([nodes.MediaReaderNode(str(path))])

    def test_a_file_that_is_cut_short_is_told(self):
        path = self.folder / "cut.wav"
        self.outputs([nodes.MediaWriterNode(str(path))], [(tone(8000, 0.01), 8000)])
        path.write_bytes(path.read_bytes()[:-20])

        with self.assertRaisesRegex(
            RuntimeError, "it promises 80 samples per channel, but 70 are there; it ends at byte 184"
        ):
            self.outputs([nodes.MediaReaderNode(str(path))])


@unittest.skipUnless(HAS_NUMPY, "this Python has no NumPy")
class PythonSoundTest(Sounds, unittest.TestCase):
    runtime = "python"


@unittest.skipUnless(HAS_NUMPY, "this Python has no NumPy")
class JavaSoundTest(Sounds, unittest.TestCase):
    runtime = "jvm"

    @classmethod
    def setUpClass(cls):
        require_java()


class BuiltInsTest(unittest.TestCase):
    def test_each_takes_the_parameters_that_its_schema_tells(self):
        import inspect

        for name, kind in nodes.BUILT_IN.items():
            signature = inspect.signature(kind)
            told = {
                parameter: inspect.Parameter.empty if schema.default is REQUIRED else schema.default
                for parameter, schema in kind.parameters.items()
            }
            with self.subTest(name):
                self.assertEqual(told, {each.name: each.default for each in signature.parameters.values()})
                self.assertTrue(kind.__doc__)

    def test_sound_without_numpy_says_what_to_do(self):
        from unittest import mock

        with mock.patch.dict("sys.modules", numpy=None):
            pipeline = Pipeline([nodes.ExtractAudioDataNode()])
            with self.assertRaisesRegex(RuntimeError, r"pip install 'terrarium-jvm\[numpy\]'"):
                pipeline.run_sync([((), 8000)], runtime="python")


class DataTest(unittest.TestCase):
    def test_a_program_pushes_items_and_takes_what_comes_of_them(self):
        source, sink = nodes.DataSourceNode(buffer_size=2), nodes.DataSinkNode(buffer_output=True)

        async def main():
            run = asyncio.create_task(Pipeline([source, nodes.AddNode(1), sink]).run(runtime="python"))
            taken = []
            for item in (1, 2):
                self.assertTrue(source.push(item))
                taken.append(await asyncio.to_thread(sink.take, 10))
            source.end()
            return taken, await run

        self.assertEqual(([2, 3], None), asyncio.run(main()))
        with self.assertRaises(EOFError):
            sink.take()
        with self.assertRaisesRegex(RuntimeError, "this source has been ended"):
            source.push(3)

    def test_a_source_that_is_full_says_so_and_ends_when_nothing_comes(self):
        source = nodes.DataSourceNode(buffer_size=1, timeout_seconds=0.01)

        self.assertEqual([True, False], [source.push(None), source.push(2)])

        taken = []
        sink = nodes.DataSinkNode()
        sink.callback = taken.append
        Pipeline([source, sink]).run_sync(runtime="python")
        self.assertEqual([None], taken)

    def test_without_a_program_they_say_what_to_do(self):
        for node, items in (("DataSourceNode", None), ("DataSinkNode", [1])):
            with self.subTest(node), self.assertRaisesRegex(RuntimeError, f"{node} has no program in Python"):
                Pipeline([node]).run_sync(items, runtime="python")
        with self.assertRaisesRegex(RuntimeError, "set its callback"):
            Pipeline([nodes.DataSinkNode()]).run_sync([1], runtime="python")


if __name__ == "__main__":
    unittest.main()
