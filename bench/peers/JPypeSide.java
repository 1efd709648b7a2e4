import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// What Python calls through JPype.
public final class JPypeSide {
  public static final ByteBuffer MEMORY = ByteBuffer.allocateDirect(8 << 20).order(ByteOrder.nativeOrder());

  private JPypeSide() {}

  public static long identity(long x) {
    return x;
  }

  public static String text(String x) {
    return x;
  }

  public static Map<?, ?> map(Map<?, ?> x) {
    return x;
  }

  public static List<?> list(List<?> x) {
    return x;
  }

  public static long[] array(long[] x) {
    return x;
  }

  public static double last(double[] x) {
    return x[x.length - 1];
  }

  public static double last(ByteBuffer x) {
    return x.order(ByteOrder.nativeOrder()).getDouble(x.capacity() - 8);
  }

  public static long increment(long x) {
    return x + 1;
  }

  public static long fail() {
    throw new IllegalArgumentException("no such item: 42");
  }

  public static Iterator<Long> numbers(int count) {
    return LongStream.range(0, count).iterator();
  }

  /// One node of the pipeline.
  public static final class Node {
    private final long step;

    public Node(long step) {
      this.step = step;
    }

    public long process(long x) {
      return x + step;
    }
  }
}
