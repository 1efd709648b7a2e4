package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Drawing;
import dev.terrarium.cli.draw.Drawing.Arrow;
import dev.terrarium.cli.draw.Drawing.Box;
import dev.terrarium.cli.draw.Drawing.Ends;
import dev.terrarium.cli.draw.Drawing.Kind;
import dev.terrarium.cli.input.Input;
import dev.terrarium.cli.input.Recording;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.pipeline.run.Latency;
import dev.terrarium.pipeline.run.NodeReport;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.pipeline.run.WireReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Runs to write pages about.
final class Runs {
  static final RunReport RUN =
      new RunReport(
          List.of(
              node("telephone", "AudioTransform", 10, 11, 2_000_000),
              node("voice", "speech:Voice", 11, 1, 6_000_000)),
          List.of(),
          10,
          1,
          10_000_000,
          OptionalLong.of(9_000_000),
          500_000,
          50_000);

  static final Map<String, Double> SPOKEN = Map.of("start", 0.25, "end", 0.75, "level_db", -20.5);

  private static final WorkerReport WORKER =
      new WorkerReport(
          1,
          OptionalLong.of(4711),
          WorkerReport.State.CLOSED,
          7,
          2,
          1,
          OptionalLong.of(50L << 20),
          OptionalLong.empty(),
          OptionalLong.of(2_000_000));

  private Runs() {}

  private static NodeReport node(String id, String type, long in, long out, long work) {
    return new NodeReport(
        new NodeId(id),
        type,
        in,
        out,
        0,
        Optional.empty(),
        0,
        0,
        false,
        1_000,
        work,
        1_000,
        Latency.NONE,
        List.of());
  }

  private static Drawing drawing(String title) {
    var boxes =
        List.of(
            box("telephone", "AudioTransform", Kind.JAVA, Optional.of("input"), Optional.empty()),
            box("voice", "speech:Voice", Kind.PYTHON, Optional.empty(), Optional.of("output")));
    return new Drawing(title, "", boxes, List.of(new Arrow(0, 1, false, Optional.empty(), "")));
  }

  private static Box box(
      String id, String type, Kind kind, Optional<String> input, Optional<String> output) {
    return new Box(id, type, kind, List.of(), new Ends(input, output), Optional.empty());
  }

  static ReportData done(List<Object> outputs) {
    return new ReportData(
        drawing("speech"), Optional.empty(), RUN, outputs, Optional.empty(), Map.of());
  }

  static ReportData failed(String title, String error) {
    return new ReportData(
        drawing(title),
        Optional.empty(),
        RUN,
        List.of(),
        Optional.of(error),
        Map.of("Python", "<3.14>"));
  }

  /// A node that failed at times, behind a queue that was full at times.
  static ReportData queued() {
    var latency = new Latency(2_500_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000);
    var node =
        new NodeReport(
            new NodeId("a"),
            "Echo",
            7,
            4,
            3,
            Optional.empty(),
            6,
            0,
            false,
            1_000,
            14_000_000,
            0,
            latency,
            List.of(WORKER));
    var wire = new WireReport("", "a", 9, 2, 0, 4, 1_500_000_000);
    var run =
        new RunReport(
            List.of(node),
            List.of(wire),
            9,
            4,
            20_000_000,
            OptionalLong.of(3_000_000),
            1_000_000,
            50_000);
    var drawing =
        new Drawing(
            "queued",
            "",
            List.of(box("a", "Echo", Kind.JAVA, Optional.of("input"), Optional.of("output"))),
            List.of());
    return new ReportData(drawing, Optional.empty(), run, List.of(), Optional.empty(), Map.of());
  }

  static ReportData heard(Recording recording, List<Object> outputs) {
    return new ReportData(
        drawing("speech"), Optional.of(recording), RUN, outputs, Optional.empty(), Map.of());
  }

  /// Writes a WAV file of one channel at 1000 Hz, and listens to it.
  static Recording recording(Path folder, String name, short... samples) throws IOException {
    var file = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples.length);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) 1).putShort((short) 1).putInt(1000).putInt(2000);
    file.putShort((short) 2).putShort((short) 16);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples.length);
    for (short sample : samples) {
      file.putShort(sample);
    }
    var path = Files.write(folder.resolve(name), file.array());
    try (var input = Input.open(path.toString(), InputStream.nullInputStream())) {
      input.items().forEachRemaining(_ -> {});
      return input.recording().orElseThrow();
    }
  }
}
