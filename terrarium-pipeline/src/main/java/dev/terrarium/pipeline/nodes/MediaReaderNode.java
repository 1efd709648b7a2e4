package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.SourceNode;
import dev.terrarium.pipeline.sound.WavReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Emits the frames of a WAV file.
final class MediaReaderNode implements SourceNode {
  static final BuiltIn TYPE =
      new BuiltIn(
          "MediaReaderNode",
          "Reads a WAV file.",
          Ports.source("frames of sound of `frame_duration_ms`; the last may be shorter"),
          ParameterSchema.of(
              Parameter.text("path", "the file, seen from the working directory"),
              Parameter.whole("frame_duration_ms", "length of a frame")
                  .between(1, 10_000)
                  .orElse(20L)),
          Map.of("path", "speech.wav"),
          MediaReaderNode::new);

  private final String path;
  private final long frameMillis;
  private @Nullable WavReader reader;

  private MediaReaderNode(NodeContext context) {
    this.path = context.parameters().text("path");
    this.frameMillis = context.parameters().integer("frame_duration_ms");
  }

  @Override
  public void open() throws IOException {
    try {
      reader = WavReader.open(path, Path.of(path));
    } catch (NoSuchFileException _) {
      throw new NoSuchFileException(
          path, null, "there is no such file in " + Path.of("").toAbsolutePath());
    }
  }

  @Override
  public void produce(Outlet out) throws IOException {
    var opened = reader;
    if (opened == null) {
      throw new AssertionError("A file was read that is not open; this is a bug in Terrarium");
    }
    int length = Math.toIntExact(Math.max(1, opened.sampleRate() * frameMillis / 1000));
    for (var frame = opened.read(length); frame.isPresent(); frame = opened.read(length)) {
      out.emit(frame.get());
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
