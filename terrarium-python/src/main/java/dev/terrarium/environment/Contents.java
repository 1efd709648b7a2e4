package dev.terrarium.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an environment held when it was made: each file with its digest, size and time of last
/// change, and each link with what it leads to. It is kept in a file in the environment's folder.
///
/// What Python compiles, in folders named `__pycache__`, does not count.
///
/// @param items what there was, by its path in the folder
record Contents(Map<String, Item> items) {
  private static final String NAME = ".terrarium-contents";
  private static final String COMPILED = "__pycache__";
  private static final int MOST_FAULTS = 3;

  /// A file, or a link.
  ///
  /// @param size how long a file is; -1 for a link
  /// @param changed when a file was changed last, in milliseconds; -1 for a link
  /// @param digest the SHA-256 of what a file holds, or of where a link leads
  private record Item(long size, long changed, String digest) {
    static Item link(Path link) throws IOException {
      return new Item(-1, -1, Digests.of(Files.readSymbolicLink(link).toString().getBytes(UTF_8)));
    }

    boolean isLink() {
      return size < 0;
    }
  }

  /// Writes down what a folder holds.
  static void write(Path folder) throws IOException {
    List<Answer.Entry> entries = new ArrayList<>();
    visit(
        folder,
        (name, file, attributes) -> {
          Item item =
              attributes.isSymbolicLink()
                  ? Item.link(file)
                  : new Item(
                      attributes.size(),
                      attributes.lastModifiedTime().toMillis(),
                      Digests.of(file));
          entries.add(
              new Answer.Entry(
                  "file", item.size() + " " + item.changed() + " " + item.digest() + " " + name));
        });
    Files.writeString(folder.resolve(NAME), new Answer(entries).text());
  }

  /// What is wrong with a folder, by the names of the first files; empty if it holds what it held.
  ///
  /// @param everyFile whether each file is read; otherwise those of unchanged size and time of
  ///   change are taken for what they were
  static Optional<String> fault(Path folder, boolean everyFile) {
    try {
      Optional<Contents> then =
          Answer.in(Files.readString(folder.resolve(NAME))).flatMap(Contents::of);
      return then.isPresent()
          ? then.get().difference(folder, everyFile)
          : Optional.of("its list of contents is cut short");
    } catch (IOException failure) {
      return Optional.of("its list of contents cannot be read: " + Sentences.reason(failure));
    }
  }

  private static Optional<Contents> of(Answer answer) {
    Map<String, Item> items = new LinkedHashMap<>();
    for (Answer.Entry entry : answer.entries()) {
      String[] parts = entry.value().split(" ", 4);
      if (parts.length < 4) {
        return Optional.empty();
      }
      try {
        items.put(parts[3], new Item(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]));
      } catch (NumberFormatException _) {
        return Optional.empty();
      }
    }
    return Optional.of(new Contents(items));
  }

  private Optional<String> difference(Path folder, boolean everyFile) throws IOException {
    List<String> faults = new ArrayList<>();
    Set<String> missing = new HashSet<>(items.keySet());
    visit(
        folder,
        (name, file, attributes) -> {
          missing.remove(name);
          Item item = items.get(name);
          if (item == null) {
            faults.add(name + " does not belong to it");
          } else if (!isAsItWas(item, file, attributes, everyFile)) {
            faults.add(name + " has been changed");
          }
        });
    missing.forEach(name -> faults.add(name + " is missing"));
    faults.sort(null);
    int more = faults.size() - MOST_FAULTS;
    return faults.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", faults.subList(0, Math.min(MOST_FAULTS, faults.size())))
                + (more > 0 ? ", and " + more + " more files" : ""));
  }

  private static boolean isAsItWas(
      Item item, Path file, BasicFileAttributes attributes, boolean everyFile) throws IOException {
    if (attributes.isSymbolicLink() || item.isLink()) {
      return attributes.isSymbolicLink() && item.equals(Item.link(file));
    }
    boolean isUntouched = attributes.lastModifiedTime().toMillis() == item.changed();
    return attributes.size() == item.size()
        && ((isUntouched && !everyFile) || item.digest().equals(Digests.of(file)));
  }

  /// Hears of one file or link.
  @FunctionalInterface
  private interface Visitor {
    void visit(String name, Path file, BasicFileAttributes attributes) throws IOException;
  }

  private static void visit(Path folder, Visitor visitor) throws IOException {
    Path root = folder.toRealPath();
    Set<Path> marks = Set.of(root.resolve(NAME), root.resolve(Inventory.NAME));
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.endsWith(COMPILED)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!marks.contains(file)) {
              String name = root.relativize(file).toString().replace(File.separatorChar, '/');
              visitor.visit(name, file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
