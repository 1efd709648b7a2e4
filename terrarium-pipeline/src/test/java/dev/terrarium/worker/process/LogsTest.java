package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a worker is told of the loggers that it logs to.
@Timeout(60)
class LogsTest {
  private static final int HEAD = 9;
  private static final int INFO = 20;
  private static final int DEBUG = 10;

  @TempDir Path folder;
  private final Logger logger = Logger.getLogger("of.levels");
  private SocketChannel worker;
  private Line side;
  private Logs logs;

  @BeforeEach
  void connect() throws Exception {
    logger.setLevel(Level.INFO);
    var address = UnixDomainSocketAddress.of(folder.resolve("side"));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      var end = SocketChannel.open(address);
      end.configureBlocking(false);
      side = new Line(end);
      worker = server.accept();
    }
    logs = new Logs(side);
  }

  @AfterEach
  void close() throws Exception {
    side.close();
    worker.close();
    logger.setLevel(null);
  }

  private void log(String name, int level) throws Exception {
    logs.log(PickleWriter.write(List.of(level, "", name, "said", List.of(), "", Map.of())));
  }

  /// Reads what the worker was told when nothing more is said to it.
  private List<Object> told() throws Exception {
    side.close();
    var told = new ArrayList<>();
    while (true) {
      try {
        var head = read(HEAD);
        int length = head.getInt();
        assertThat(head.get()).isEqualTo((byte) Frame.LEVEL);
        told.add(Told.fields(read(length).array()));
      } catch (EOFException e) {
        return told;
      }
    }
  }

  private ByteBuffer read(int size) throws Exception {
    var buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (worker.read(buffer) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }

  @Test
  void areToldOnceFromWhichLevelOnALoggerIsInterested() throws Exception {
    log("of.levels", INFO);
    log("of.levels", DEBUG);
    log("of.levels", DEBUG);

    assertThat(told()).containsExactly(List.of("of.levels", (long) INFO));
  }

  @Test
  void areToldOfEachChangeFromThenOn() throws Exception {
    log("of.levels", DEBUG);
    logger.setLevel(Level.FINE);

    logs.look();
    logs.look();

    assertThat(told())
        .containsExactly(List.of("of.levels", (long) INFO), List.of("of.levels", (long) DEBUG));
  }

  @Test
  void areNotToldMoreThanTheyRead() throws Exception {
    int loggers = 200_000;
    for (int i = 0; i < loggers; i++) {
      log("of.levels." + i, DEBUG);
    }

    assertThat(side.isFlushed()).isFalse();
    assertThat(told()).hasSizeBetween(100, loggers / 2);
  }

  @Test
  void areToldAgainOfWhatTheyCouldNotBeTold() throws Exception {
    int loggers = 0;
    while (side.isFlushed()) {
      log("of.levels." + loggers++, DEBUG);
    }
    log("of.levels.late", DEBUG);
    worker.configureBlocking(false);
    var unread = ByteBuffer.allocate(1 << 24);
    while (worker.read(unread) > 0) {
      assertThat(unread.hasRemaining()).isTrue();
    }

    log("of.levels.late", DEBUG);

    assertThat(side.isFlushed()).isTrue();
    side.close();
    assertThat(worker.read(unread)).isPositive();
    assertThat(
            new String(
                unread.array(), 0, unread.position(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("of.levels.late")
        .doesNotContainPattern("(?s)of.levels.late.*of.levels.late");
  }
}
