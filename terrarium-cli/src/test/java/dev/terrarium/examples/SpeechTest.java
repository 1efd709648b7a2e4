package dev.terrarium.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.testing.OneInterpreter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs `examples/speech` with the bundled Python.
@Tag("native")
class SpeechTest {
  private static final Path EXAMPLE = Path.of("../examples/speech").toAbsolutePath().normalize();
  private static final int HEADER = 44;
  private static Installation python;

  @BeforeAll
  static void choose() {
    python = Environment.choose(SearchPath.ofProcess().withRequest("bundled", "the test"));
  }

  @Test
  void findsTheSentencesThatAreRead() throws Exception {
    var expected =
        Map.of(
            "duration",
            15.39,
            "speech",
            13.97,
            "segments",
            List.of(
                segment(0.24, 6.8, 6.56, -25.8),
                segment(7.37, 9.92, 2.55, -29.4),
                segment(10.34, 15.2, 4.86, -25.8)));

    assertThat(run(recording(4096))).containsExactly(expected);
    assertThat(run(recording(1000))).containsExactly(expected);
  }

  @Test
  void passesTheTestsOfItsNodes() throws Exception {
    var command =
        List.of(python.executable().toString(), "-B", "-W", "error", "-m", "unittest", "-v");
    var builder = new ProcessBuilder(command).directory(EXAMPLE.toFile()).redirectErrorStream(true);

    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains("OK").doesNotContain("Ran 0 tests");
  }

  private static Map<String, Double> segment(
      double start, double end, double duration, double level) {
    return Map.of("start", start, "end", end, "duration", duration, "level_db", level);
  }

  /// The samples behind the header of 16-bit PCM, in frames.
  private static List<AudioFrame> recording(int length) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(EXAMPLE.resolve("recording.wav")));
    var pcm = bytes.position(HEADER).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    var frames = new ArrayList<AudioFrame>();
    while (pcm.hasRemaining()) {
      var samples = new float[Math.min(length, pcm.remaining())];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = pcm.get() / 32768f;
      }
      frames.add(AudioFrame.copyOf(16_000, samples));
    }
    return frames;
  }

  private static List<@Nullable Object> run(List<AudioFrame> frames) throws IOException {
    var settings = Settings.of(OneInterpreter.settings(List.of(EXAMPLE)));
    try (var catalog = NodeCatalog.load(settings)) {
      var reader = new ManifestReader(catalog, Machine.current());
      var manifest = Files.readString(EXAMPLE.resolve("pipeline.json"));
      var out = new ArrayList<@Nullable Object>();
      return switch (reader.read(manifest)) {
        case Reading.Refused refused -> throw new AssertionError(refused.faults().toString());
        case Reading.Accepted accepted ->
            switch (Pipeline.of(accepted).run(frames.iterator(), out::add)) {
              case Outcome.Completed _ -> out;
              case Outcome.Failed failed -> throw failed.error();
              case Outcome.Cancelled _ -> throw new AssertionError("cancelled");
            };
      };
    }
  }
}
