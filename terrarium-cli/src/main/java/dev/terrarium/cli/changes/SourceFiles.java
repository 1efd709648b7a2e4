package dev.terrarium.cli.changes;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The files that a pipeline is made of: some by name, and all Python files in some folders.
///
/// They are looked at, and nobody is asked to tell of changes: that works on every file system, and
/// whichever way an editor writes. A folder is listed again only when its own time has changed.
public final class SourceFiles {
  /// Beyond this many, further folders are left out, the deepest ones first.
  private static final int MOST_FOLDERS = 2_000;

  /// So long after its last change a folder may change again without being younger.
  private static final long RECENT_MILLIS = 2_000;

  private static final Set<String> FOREIGN = Set.of("__pycache__", "node_modules", "site-packages");

  private final List<Path> folders;
  private final List<Path> files;
  private Map<Path, Listing> listings = new HashMap<>();

  /// @param folders absolute, as are all paths that come of them
  /// @param files further files, of any kind; they need not exist
  public SourceFiles(List<Path> folders, List<Path> files) {
    this.folders = List.copyOf(folders);
    this.files = List.copyOf(files);
  }

  /// What tells a file's content from that of another time.
  ///
  /// @param key the file itself, where the system tells: an editor may put another in its place
  record Stamp(FileTime changed, long size, Optional<Object> key) {
    private static Optional<Stamp> of(Path file) {
      return attributes(file)
          .filter(BasicFileAttributes::isRegularFile)
          .map(known ->
              new Stamp(
                  known.lastModifiedTime(), known.size(), Optional.ofNullable(known.fileKey())));
    }
  }

  /// What is in a folder.
  private record Listing(FileTime changed, long looked, List<Path> sources, List<Path> folders) {
    private boolean isStillTrue(FileTime now) {
      return changed.equals(now) && looked - changed.toMillis() > RECENT_MILLIS;
    }
  }

  /// Looks at all files.
  Map<Path, Stamp> look() {
    var stamps = new HashMap<Path, Stamp>();
    files.forEach(file -> Stamp.of(file).ifPresent(stamp -> stamps.put(file, stamp)));
    var known = new HashMap<Path, Listing>();
    var waiting = new ArrayDeque<>(folders);
    while (!waiting.isEmpty() && known.size() < MOST_FOLDERS) {
      var folder = waiting.removeFirst();
      if (known.containsKey(folder)) {
        continue;
      }
      listing(folder)
          .ifPresent(listing -> {
            known.put(folder, listing);
            listing
                .sources()
                .forEach(file -> Stamp.of(file).ifPresent(stamp -> stamps.put(file, stamp)));
            waiting.addAll(listing.folders());
          });
    }
    listings = known;
    return stamps;
  }

  private Optional<Listing> listing(Path folder) {
    var attributes = attributes(folder).filter(BasicFileAttributes::isDirectory);
    if (attributes.isEmpty()) {
      return Optional.empty();
    }
    var changed = attributes.get().lastModifiedTime();
    var known = listings.get(folder);
    return known != null && known.isStillTrue(changed) ? Optional.of(known) : list(folder, changed);
  }

  private static Optional<Listing> list(Path folder, FileTime changed) {
    long now = System.currentTimeMillis();
    var sources = new ArrayList<Path>();
    var inside = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(folder)) {
      for (var entry : entries) {
        var name = String.valueOf(entry.getFileName());
        if (name.endsWith(".py")) {
          sources.add(entry);
        } else if (name.indexOf('.') < 0 && !FOREIGN.contains(name) && isOwn(entry)) {
          inside.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      return Optional.empty(); // Python cannot import from there either.
    }
    return Optional.of(new Listing(changed, now, sources, inside));
  }

  /// Whether it is a folder, and no virtual environment.
  private static boolean isOwn(Path entry) {
    return Files.isDirectory(entry) && !Files.exists(entry.resolve("pyvenv.cfg"));
  }

  private static Optional<BasicFileAttributes> attributes(Path path) {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
