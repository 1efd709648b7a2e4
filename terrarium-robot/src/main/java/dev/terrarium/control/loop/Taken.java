package dev.terrarium.control.loop;

import dev.terrarium.control.robot.Arm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// What a loop has for itself among those of this process: an arm takes torques of one loop alone,
/// and a file has the state or the cycles of one.
final class Taken {
  private static final Set<Arm> ARMS = ConcurrentHashMap.newKeySet();
  private static final Set<Path> FILES = ConcurrentHashMap.newKeySet();

  private final Arm arm;
  private final List<Path> files = new ArrayList<>();

  private Taken(Arm arm) {
    this.arm = arm;
  }

  /// Takes an arm, and the files that are published in.
  ///
  /// @throws IllegalStateException if another loop has one of them; nothing is taken then
  static Taken of(Arm arm, Sharing sharing) {
    if (!ARMS.add(arm)) {
      throw new IllegalStateException(
          "the arm '%s' is moved by another loop: stop that one, and wait for its end"
              .formatted(arm.name()));
    }
    var taken = new Taken(arm);
    try {
      Stream.concat(sharing.board().stream(), sharing.ring().stream()).forEach(taken::add);
    } catch (RuntimeException e) {
      taken.giveBack();
      throw e;
    }
    return taken;
  }

  private void add(Path file) {
    Path place = place(file);
    if (!FILES.add(place)) {
      throw new IllegalStateException(
          "%s is what another loop publishes in: expected a file of this loop's own"
              .formatted(file));
    }
    files.add(place);
  }

  /// Returns where a file lies that need not be there, whatever links lead to its folder.
  private static Path place(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    try {
      return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
    } catch (IOException _) {
      return absolute; // Whoever makes the file tells what is wrong with its folder.
    }
  }

  /// Gives back all of it.
  void giveBack() {
    files.forEach(FILES::remove);
    ARMS.remove(arm);
  }
}
