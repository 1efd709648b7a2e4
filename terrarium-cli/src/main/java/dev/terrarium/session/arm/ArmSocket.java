package dev.terrarium.session.arm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/// Where an arm is served that nobody has named a socket for, so that clients find it by its name.
public final class ArmSocket {
  private ArmSocket() {}

  /// Returns the path of a socket, in a folder of this user's alone, which is made if need be:
  /// `$XDG_RUNTIME_DIR/terrarium/NAME.sock`, or `/tmp/terrarium-UID/NAME.sock` without that
  /// variable.
  ///
  /// @throws IllegalArgumentException if the folder is another user's, or others may write there
  /// @throws UncheckedIOException if it cannot be made
  public static Path usual(String name) {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    return usual(name, runtime == null ? "" : runtime);
  }

  static Path usual(String name, String runtime) {
    try {
      Path folder =
          runtime.isEmpty()
              ? Path.of("/tmp", "terrarium-" + user())
              : Path.of(runtime, "terrarium");
      requireOwn(folder);
      return folder.resolve(name + ".sock");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "there is no folder for the socket of '%s': %s; name the socket by --socket"
              .formatted(name, e),
          e);
    }
  }

  private static Object user() throws IOException {
    Path own = Path.of("/proc/self");
    return Files.getAttribute(
        Files.exists(own) ? own : Path.of(System.getProperty("user.home")), "unix:uid");
  }

  private static void requireOwn(Path folder) throws IOException {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException _) {
      requireOwners(folder);
    }
  }

  /// A folder that somebody else has put there could show clients another server.
  private static void requireOwners(Path folder) throws IOException {
    var found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String permissions = PosixFilePermissions.toString(found.permissions());
    boolean isOwn =
        Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(user());
    if (!found.isDirectory() || !isOwn || !permissions.endsWith("------")) {
      throw new IllegalArgumentException(
          "%s is not a folder of this user's alone, but %s of %s: take it away, or name the socket by --socket"
              .formatted(folder, permissions, found.owner().getName()));
    }
  }
}
