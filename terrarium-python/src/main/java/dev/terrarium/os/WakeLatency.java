package dev.terrarium.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps processors from sleeping so deeply that they wake late, for as long as it is open.
///
/// The kernel holds the request as long as the file is open, and forgets it when the process ends.
public final class WakeLatency implements AutoCloseable {
  private static final Path DEVICE = Path.of("/dev/cpu_dma_latency");
  private static final String WHAT = "waking processors within 0 µs";

  private final Attempt attempt;
  private final @Nullable FileChannel file;

  private WakeLatency(Attempt attempt, @Nullable FileChannel file) {
    this.attempt = attempt;
    this.file = file;
  }

  /// Asks that processors wake at once.
  public static WakeLatency hold() {
    return hold(DEVICE);
  }

  static WakeLatency hold(Path device) {
    if (!Files.exists(device)) {
      return new WakeLatency(Attempt.unavailable(WHAT, "there is no " + device), null);
    }
    FileChannel file = null;
    try {
      file = FileChannel.open(device, StandardOpenOption.WRITE);
      var _ = file.write(ByteBuffer.allocate(Integer.BYTES)); // 0 µs, in any byte order
      return new WakeLatency(Attempt.granted(WHAT), file);
    } catch (IOException e) {
      closeQuietly(file);
      return new WakeLatency(
          new Attempt(
              false,
              0,
              "%s was refused: %s. Let the user write to %s by a rule of udev; without it an idle"
                      .formatted(WHAT, e, device)
                  + " processor may wake late"),
          null);
    }
  }

  /// Returns what came of asking.
  public Attempt attempt() {
    return attempt;
  }

  /// Lets processors sleep as they like.
  @Override
  public void close() {
    closeQuietly(file);
  }

  private static void closeQuietly(@Nullable FileChannel file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) { // Nothing was buffered that could be lost.
    }
  }
}
