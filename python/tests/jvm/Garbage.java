import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes 200 MB of garbage in a second, in the JVM that it is an agent of, for as long as a file says so.
///
/// The file has two numbers of 8 bytes: 1 while garbage is wanted, and how many bytes of it were made since then.
public final class Garbage {
  private static final VarHandle NUMBER =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int WANTED = 0;
  private static final int MADE = 8;

  private static final double BYTES_PER_NANO = 0.2;
  private static final int PIECE = 16 << 10;
  private static final int KEPT = 2_048;
  private static final long PAUSE_MILLIS = 5;

  private final byte[][] kept = new byte[KEPT][];
  private final ByteBuffer numbers;

  private Garbage(ByteBuffer numbers) {
    this.numbers = numbers;
  }

  public static void premain(String file) throws IOException {
    try (var channel =
        FileChannel.open(Path.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var garbage = new Garbage(channel.map(MapMode.READ_WRITE, 0, 2 * MADE));
      Thread.ofPlatform().daemon().name("garbage").start(garbage::run);
    }
  }

  private void run() {
    try {
      while (true) {
        make();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody has this thread but us", e);
    }
  }

  private void make() throws InterruptedException {
    long begun = System.nanoTime();
    long bytes = 0;
    while ((long) NUMBER.getVolatile(numbers, WANTED) != 0) {
      while (bytes < (System.nanoTime() - begun) * BYTES_PER_NANO) {
        kept[(int) (bytes / PIECE % KEPT)] = new byte[PIECE];
        bytes += PIECE;
      }
      NUMBER.setVolatile(numbers, MADE, bytes);
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
