package dev.terrarium.session.arm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Lets clients come to a desk through a Unix socket, which is its owner's alone.
///
/// It has a thread that accepts them, and two for each: one takes its lines, one gives it lines.
public final class ArmServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ArmServer.class.getPackageName());

  /// What the address of a Unix socket has room for on Linux and macOS, its end left out.
  private static final int LONGEST = 103;

  private static final long AGAIN_NANOS = 100_000_000;

  private final ArmDesk desk;
  private final Path socket;
  private final ServerSocketChannel channel;
  private final Object key;
  private final Set<ArmConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong number = new AtomicLong();
  private volatile boolean isClosed;

  private ArmServer(ArmDesk desk, Path socket, ServerSocketChannel channel, Object key) {
    this.desk = desk;
    this.socket = socket;
    this.channel = channel;
    this.key = key;
  }

  /// Makes the socket, and lets clients in from then on.
  ///
  /// @param socket its path, in a folder that is there; one that a server has left which was killed
  ///   is replaced
  /// @throws IllegalArgumentException if the path is too long, names something else, or no folder
  ///   that is there
  /// @throws IllegalStateException if another server listens there
  /// @throws UncheckedIOException if the socket cannot be made
  public static ArmServer open(ArmDesk desk, Path socket) {
    Path path = socket.toAbsolutePath();
    requireFree(path);
    ArmServer server;
    try {
      var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        server = new ArmServer(desk, path, channel, key(path));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the socket %s cannot be made: %s; expected a folder that can be written"
              .formatted(path, e.getMessage()),
          e);
    }
    Thread.ofPlatform().daemon().name("terrarium-arm-server").start(server::accept);
    return server;
  }

  private static void requireFree(Path path) {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "the socket's path has %d bytes, and a socket's has at most %d: name a shorter one, not %s"
              .formatted(length, LONGEST, path));
    }
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "the socket %s would be in no folder: expected one that is there".formatted(path));
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther()) {
        throw new IllegalArgumentException(
            "%s is there, and is no socket: name another path".formatted(path));
      }
      requireLeft(path);
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("the socket %s cannot be replaced: %s".formatted(path, e), e);
    }
  }

  private static void requireLeft(Path path) {
    try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new IllegalStateException(
          "another server listens at %s: stop that one, or give this one another name or socket"
              .formatted(path));
    } catch (IOException nobodyListens) {
      // Then a server has left it that was killed.
    }
  }

  private static Object key(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key == null ? path : key;
  }

  /// Returns the path of the socket.
  public Path socket() {
    return socket;
  }

  /// Returns how many clients are connected.
  public int clients() {
    return connections.size();
  }

  private void accept() {
    while (!isClosed) {
      try {
        var connection = new ArmConnection(channel.accept(), number.incrementAndGet());
        connections.add(connection);
        connection.start(desk, () -> connections.remove(connection));
        if (isClosed) {
          connection.close();
        }
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException e) {
        LOG.log(Level.WARNING, "a client could not be let in", e);
        LockSupport.parkNanos(AGAIN_NANOS); // As where too many files are open.
      }
    }
  }

  /// Lets nobody in any more, ends the connections, and takes the socket away. What becomes of the
  /// arm is as when its clients die.
  @Override
  public void close() {
    isClosed = true;
    try {
      channel.close();
      if (Files.exists(socket) && key(socket).equals(key)) {
        Files.deleteIfExists(socket);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the socket " + socket + " cannot be taken away", e);
    }
    connections.forEach(ArmConnection::close);
  }
}
