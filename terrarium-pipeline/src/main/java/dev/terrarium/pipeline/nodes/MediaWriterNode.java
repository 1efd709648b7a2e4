package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.sound.WavWriter;
import dev.terrarium.pipeline.sound.WavWriter.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes frames into a WAV file, which appears when the last one has come.
final class MediaWriterNode implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "MediaWriterNode",
          "Writes a WAV file.",
          Ports.of(AudioFrame.class, "frames of sound", "nothing"),
          ParameterSchema.of(
              Parameter.text("output_path", "the file, seen from the working directory"),
              Parameter.choice(
                      "sample_format",
                      List.of("pcm16", "pcm24", "float32"),
                      "how samples are written")
                  .orElse("pcm16")),
          Map.of("output_path", "out.wav"),
          MediaWriterNode::new);

  private final Path path;
  private final Encoding encoding;
  private @Nullable WavWriter writer;

  private MediaWriterNode(NodeContext context) {
    this.path = Path.of(context.parameters().text("output_path"));
    this.encoding =
        switch (context.parameters().text("sample_format")) {
          case "pcm16" -> Encoding.PCM_16;
          case "pcm24" -> Encoding.PCM_24;
          case "float32" -> Encoding.FLOAT_32;
          default -> throw new AssertionError("The schema lets no other format pass");
        };
  }

  @Override
  public void open() throws IOException {
    writer = WavWriter.begin(path, encoding);
  }

  @Override
  public void process(@Nullable Object item, Outlet out) throws IOException {
    opened().write((AudioFrame) Objects.requireNonNull(item));
  }

  @Override
  public void flush(Outlet out) throws IOException {
    opened().commit();
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }

  private WavWriter opened() {
    return Objects.requireNonNull(writer, "the file is not open; this is a bug in Terrarium");
  }
}
