package dev.terrarium.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Keeps interpreters' answers between runs, so that each is asked once.
///
/// An entry holds the answer and the time and size of everything it depends on: the program, its
/// `pyvenv.cfg`, its libpython and the folders of `sys.path`, so that installing a package makes it
/// stale. An entry that cannot be read, belongs to another program or is stale counts as none; one
/// that cannot be written is left out.
final class ProbeCache {
  private static final String WATCHED = "watched";

  private final Path folder;

  ProbeCache(Path cache) {
    folder = cache.resolve("probes");
  }

  Optional<Answer> get(Path executable) {
    try {
      Path key = key(executable);
      Path file = file(key);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      Optional<Answer> kept = Answer.in(Files.readString(file));
      return kept.isPresent() && isOf(key, kept.get()) ? kept : Optional.empty();
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static boolean isOf(Path key, Answer kept) {
    if (!kept.one("asked").equals(Optional.of(key.toString()))) {
      return false;
    }
    for (String watched : kept.all(WATCHED)) {
      if (!isUnchanged(watched)) {
        return false;
      }
    }
    return true;
  }

  void put(Path executable, Answer answer) {
    try {
      Optional<String> said = answer.one("executable");
      if (said.isEmpty() || !Path.of(said.get()).toRealPath().equals(executable.toRealPath())) {
        return; // a shim: what it stands for may change while it does not
      }
      Path key = key(executable);
      Answer entry = answer.with("asked", key.toString());
      for (Path watched : watched(key, answer)) {
        entry = entry.with(WATCHED, state(watched) + " " + watched);
      }
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "probe", ".new");
      Files.writeString(draft, entry.text());
      Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | InvalidPathException _) {
      // Asking again next time costs some milliseconds; a search must not fail for it.
    }
  }

  private static List<Path> watched(Path key, Answer answer) throws IOException {
    List<Path> watched = new ArrayList<>();
    watched.add(key.toRealPath());
    watched.add(key.resolveSibling("pyvenv.cfg"));
    watched.add(key.resolveSibling("..").normalize().resolve("pyvenv.cfg"));
    answer.one("library").map(Path::of).ifPresent(watched::add);
    answer.all("site").stream().map(Path::of).forEach(watched::add);
    return watched;
  }

  private static boolean isUnchanged(String watched) {
    int space = watched.indexOf(' ');
    return space > 0
        && state(Path.of(watched.substring(space + 1))).equals(watched.substring(0, space));
  }

  /// Time of change and size; `-` if there is no such file.
  private static String state(Path path) {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return file.lastModifiedTime().to(TimeUnit.NANOSECONDS) + ":" + file.size();
    } catch (IOException _) {
      return "-";
    }
  }

  /// The path as it is called, links and all: what an interpreter says of itself names that path. A
  /// virtual environment's link to its base is another interpreter than the base, and projects
  /// whose `.venv` links to the same folder must not get each other's.
  private static Path key(Path executable) {
    return executable.toAbsolutePath();
  }

  /// The name needs to be no more than likely to be another for another key, as the entry holds the
  /// key: a digest would cost more than all the rest of a start's choice.
  private Path file(Path key) {
    long name = 0xcbf29ce484222325L; // The hash of Fowler, Noll and Vo.
    for (byte unit : key.toString().getBytes(StandardCharsets.UTF_8)) {
      name = (name ^ (unit & 0xff)) * 0x100000001b3L;
    }
    return folder.resolve(Long.toHexString(name));
  }
}
