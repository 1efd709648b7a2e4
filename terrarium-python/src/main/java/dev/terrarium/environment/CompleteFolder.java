package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;

/// A folder that appears complete or not at all.
///
/// It is made beside its place, marked with its list of files and moved there in one step, by one
/// process at a time. At each use it is checked; a damaged one is moved away and made again, and
/// what a killed process left behind is removed by the next that has the lock. Reading a complete
/// folder takes no lock, so that it may lie on a file system that cannot be written to.
///
/// @param folder its place
/// @param lock the file that is locked while it is made
/// @param words what is told meanwhile
record CompleteFolder(Path folder, Path lock, Words words) {
  /// Sentences with a place for a folder each.
  ///
  /// @param waiting another process has the lock
  /// @param damaged the folder is made again; with a second place, for the reason
  /// @param leftover something a dead process left is removed
  record Words(String waiting, String damaged, String leftover) {}

  /// Fills an empty folder, or fails.
  @FunctionalInterface
  interface Maker {
    void make(Path draft) throws IOException;
  }

  /// One whose lock lies beside it.
  static CompleteFolder at(Path folder, Words words) {
    return new CompleteFolder(folder, folder.resolveSibling(folder.getFileName() + ".lock"), words);
  }

  /// Makes it, unless another has done it by now.
  ///
  /// @param judge says what is wrong with the folder that is there; empty if it may stay
  void make(Function<Path, Optional<String>> judge, Maker maker, UnpackListener listener)
      throws IOException {
    Files.createDirectories(folder.resolveSibling(""));
    Files.createDirectories(lock.resolveSibling(""));
    Runnable waiting = () -> listener.notice(words.waiting().formatted(folder));
    try (FolderLock _ = FolderLock.acquire(lock, waiting)) {
      Optional<String> fault = judge.apply(folder);
      if (fault.isPresent()) {
        makeAlone(fault.get(), maker, listener);
      }
    }
  }

  private void makeAlone(String fault, Maker maker, UnpackListener listener) throws IOException {
    removeLeftovers(listener);
    Path draft = beside("draft");
    try {
      maker.make(draft);
      Inventory.write(draft);
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        listener.notice(words.damaged().formatted(folder, fault));
        Path old = beside("old");
        Files.move(folder, old.resolve("folder"), StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(old);
      }
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(draft);
    }
  }

  /// A new folder with the permissions that others' use of the cache needs, which those of a
  /// temporary folder would not be.
  private Path beside(String role) throws IOException {
    String name = folder.getFileName() + "." + role + "-" + ProcessHandle.current().pid();
    return Files.createDirectory(folder.resolveSibling(name));
  }

  /// Under the lock nobody else is making this folder, so every draft of it is a dead one's.
  private void removeLeftovers(UnpackListener listener) throws IOException {
    String draft = folder.getFileName() + ".draft-";
    String old = folder.getFileName() + ".old-";
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(
            folder.resolveSibling(""),
            path ->
                path.getFileName().toString().startsWith(draft)
                    || path.getFileName().toString().startsWith(old))) {
      for (Path leftover : leftovers) {
        listener.notice(words.leftover().formatted(leftover));
        Folders.delete(leftover);
      }
    }
  }
}
