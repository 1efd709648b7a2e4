package dev.terrarium.bench;

/// Makes 200 MB of garbage in a second, on a thread of its own, and keeps the newest 32 MB alive.
final class Garbage implements AutoCloseable {
  private static final double BYTES_PER_NANO = 0.2;
  private static final int PIECE = 16 << 10;
  private static final int KEPT = 2_048;
  private static final long PAUSE_MILLIS = 5;

  private final Thread thread = Thread.ofPlatform().daemon().name("garbage").unstarted(this::run);
  private final byte[][] kept = new byte[KEPT][];
  private volatile long made;
  private volatile boolean isOver;

  private Garbage() {}

  static Garbage start() {
    var garbage = new Garbage();
    garbage.thread.start();
    return garbage;
  }

  /// How many bytes were made.
  long made() {
    return made;
  }

  private void run() {
    long begun = System.nanoTime();
    long bytes = 0;
    try {
      while (!isOver) {
        while (bytes < (System.nanoTime() - begun) * BYTES_PER_NANO) {
          kept[(int) (bytes / PIECE % KEPT)] = new byte[PIECE];
          bytes += PIECE;
        }
        made = bytes;
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException _) {
      // Nobody has this thread but us.
    }
  }

  @Override
  public void close() {
    isOver = true;
  }
}
