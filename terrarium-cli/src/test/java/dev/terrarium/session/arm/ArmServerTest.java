package dev.terrarium.session.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrarium.control.loop.LoopEnd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients at a socket.
class ArmServerTest {
  private final Stations robot = new Stations();
  private final ArmKeeper keeper = ArmKeeper.of(robot.safety, robot.gate);
  private final ArmDesk desk = ArmDesk.of(robot.station, keeper, ArmDesk.Abandoned.STOPS);
  private final List<Line> lines = new ArrayList<>();
  @TempDir Path folder;
  private Path socket;
  private ArmServer server;

  @BeforeEach
  void open() {
    socket = folder.resolve("arm.sock");
    server = ArmServer.open(desk, socket);
  }

  @AfterEach
  void close() throws IOException {
    for (Line line : lines) {
      line.channel.close();
    }
    server.close();
    desk.close();
    robot.close();
  }

  /// A client's end of a connection.
  private static final class Line {
    private final SocketChannel channel;
    private final BufferedReader in;

    Line(Path socket) throws IOException {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      in =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    void write(String text) throws IOException {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /// Says a line, and returns the answer; events before it are passed over.
    String ask(String line) throws IOException {
      write(line + "\n");
      String heard = in.readLine();
      while (heard != null && heard.contains("\"event\"")) {
        heard = in.readLine();
      }
      return String.valueOf(heard);
    }

    @Nullable String hear() {
      try {
        return in.readLine();
      } catch (IOException e) {
        return null;
      }
    }
  }

  private Line line() throws IOException {
    var line = new Line(socket);
    lines.add(line);
    return line;
  }

  @Test
  void isItsOwnersAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    assertThat(server.socket()).isEqualTo(socket);
  }

  @Test
  void answersSeveralClients() throws IOException {
    Line first = line();
    Line second = line();
    keeper.arm();

    assertThat(first.ask("{\"id\": 1, \"do\": \"start\"}")).contains("\"id\":1,\"ok\":{\"board\":");
    assertThat(second.ask("{\"id\": \"x\", \"do\": \"status\"}"))
        .startsWith(
            "{\"id\":\"x\",\"ok\":{\"running\":true,\"starting\":false,\"safety\":\"armed\"");
    assertThat(second.ask("{\"id\": 2, \"do\": \"start\"}"))
        .contains("\"error\":{")
        .contains("\"kind\":\"state\"");
    assertThat(server.clients()).isEqualTo(2);
    assertThat(second.ask("{\"id\": 3, \"do\": \"stop\"}")).contains("\"kind\":\"stopped\"");
    assertThat(first.hear()).contains("\"event\":\"ended\"");
  }

  @Test
  void takesLinesInPiecesAndSeveralAtOnce() throws IOException {
    Line line = line();

    line.write("{\"id\": 1, \"do\":");
    line.write(" \"status\"}\n\n{\"id\": 2, \"do\": \"setting\"}\n{\"id\": 3, \"do\": \"status\"}");

    assertThat(line.hear()).startsWith("{\"id\":1,");
    assertThat(line.hear()).startsWith("{\"id\":2,");
    line.write("\n");
    assertThat(line.hear()).startsWith("{\"id\":3,");
  }

  @Test
  void refusesALineThatIsTooLongAndTakesTheNext() throws IOException {
    Line line = line();

    assertThat(line.ask("x".repeat(ArmConnection.LONGEST + 1)))
        .contains("\"id\":null", "a line has at most 1048576 bytes");
    assertThat(line.ask("{\"id\": 1, \"do\": \"status\"}")).contains("\"ok\"");
  }

  @Test
  void bringsTheArmToRestWhenItsClientDiesInAMove() throws IOException {
    Line line = line();
    keeper.arm();
    line.ask("{\"id\": 1, \"do\": \"start\"}");
    line.write(
        "{\"id\": 2, \"do\": \"move\", \"qpos\": [1, 0, 0, -1.57079, 0, 1.57079, -0.7853]}\n");
    line.ask("{\"id\": 3, \"do\": \"status\"}");

    line.channel.close();

    assertThat(robot.station.control().ended().toCompletableFuture().join())
        .isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void endsItsConnectionsAndItsSocketWhenItIsClosed() throws IOException {
    Line line = line();
    line.ask("{\"id\": 1, \"do\": \"status\"}");

    server.close();

    assertThat(line.hear()).isNull();
    assertThat(socket).doesNotExist();
  }

  @Test
  void refusesASocketThatAnotherServerListensAt() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ArmServer.open(desk, socket))
        .withMessageContaining("another server listens at " + socket);
    assertThat(socket).exists();
  }

  @Test
  void replacesASocketThatAKilledServerLeft() throws IOException {
    Path left = folder.resolve("left.sock");
    try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(left));
    }
    assertThat(left).exists();

    try (var other = ArmServer.open(desk, left)) {
      var line = new Line(other.socket());
      lines.add(line);
      assertThat(line.ask("{\"id\": 1, \"do\": \"status\"}")).contains("\"ok\"");
    }
  }

  @Test
  void refusesPathsThatAreNoSockets() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArmServer.open(desk, file))
        .withMessageContaining("file is there, and is no socket");
    assertThat(file).hasContent("precious");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArmServer.open(desk, folder.resolve("none/arm.sock")))
        .withMessageContaining("would be in no folder");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArmServer.open(desk, folder.resolve("a".repeat(120))))
        .withMessageContaining("a socket's has at most 103");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    if (!Files.isWritable(closed)) { // Whoever may write everywhere is not refused.
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> ArmServer.open(desk, closed.resolve("arm.sock")))
          .withMessageContaining("cannot be made");
    }
  }
}
