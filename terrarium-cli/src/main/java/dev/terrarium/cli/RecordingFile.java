package dev.terrarium.cli;

import dev.terrarium.cli.recording.Header;
import dev.terrarium.cli.recording.Recorder;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Pipeline;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The file that `--record` names, if it does; it gets its name when the run is over, however it
/// ended.
final class RecordingFile implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final @Nullable Destination destination;
  private final long limit;
  private final Consumer<String> warnings;
  private final StringBuilder waiting = new StringBuilder();
  private volatile @Nullable Recorder recorder;
  private boolean ended;

  private RecordingFile(@Nullable Destination destination, long limit, Consumer<String> warnings) {
    this.destination = destination;
    this.limit = limit;
    this.warnings = warnings;
  }

  /// Opens the file, so that one that cannot be written is told before anything runs.
  static RecordingFile open(WatchOptions options, Consumer<String> warnings) {
    var destination =
        options.recording().map(name -> Destination.file("--record", name)).orElse(null);
    return new RecordingFile(destination, options.recordLimit(), warnings);
  }

  /// Returns the same pipeline, recorded from now on.
  Pipeline recorded(Pipeline pipeline, Header header) {
    if (destination == null) {
      return pipeline;
    }
    var made = new Recorder(header, limit, this::add);
    recorder = made;
    return pipeline.observedBy(made);
  }

  /// Returns the same items, recorded as they are read.
  Feed recorded(Feed feed) {
    var known = recorder;
    return known == null ? feed : known.reading(feed);
  }

  private synchronized void add(String line) {
    waiting.append(line).append('\n');
    if (waiting.length() > CHUNK) {
      try {
        write();
      } catch (UnwritableException failure) {
        recorder = null;
        throw new UnavailableException(Sentences.message(failure), failure);
      }
    }
  }

  private void write() {
    if (destination != null) {
      destination.write(waiting.toString());
      waiting.setLength(0);
    }
  }

  /// Ends the recording with what there is, and gives the file its name.
  void end() {
    var known = recorder;
    if (known != null) {
      finish(known.end()); // Without this object's lock, which is the inner one.
    }
  }

  private synchronized void finish(long missed) {
    if (destination != null && !ended) {
      ended = true;
      write();
      destination.commit();
      if (missed > 0) {
        warnings.accept(
            "The recording is INCOMPLETE: it lacks %d events, which were beyond its %d bytes; give it more by --record-limit"
                .formatted(missed, limit));
      }
    }
  }

  @Override
  public void close() {
    if (destination != null) {
      try (destination) {
        end();
      }
    }
  }
}
