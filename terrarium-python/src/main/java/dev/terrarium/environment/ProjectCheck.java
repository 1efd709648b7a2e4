package dev.terrarium.environment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// Holds a project's environment against its lock, and the lock against its `pyproject.toml`.
///
/// @param project the project
/// @param cache the cache folder
record ProjectCheck(Project project, Path cache) {
  private static final String SYNC = " (`terrarium env sync`).";
  private static final String LOCK = " (`terrarium env lock`).";

  /// Why a project's environment must not be used; empty if it may, or if the project has none of
  /// ours. Runs the environment's interpreter only when `pyproject.toml` has changed.
  Optional<String> fault() {
    Path link = project.link();
    boolean isLocked = Files.exists(project.lock());
    if (!Files.exists(link)) {
      return isLocked
          ? Optional.of("its terrarium.lock pins an environment that is not made here" + SYNC)
          : Optional.empty();
    }
    Optional<EnvironmentRecord> record = EnvironmentRecord.of(link);
    if (record.isEmpty()) {
      return Optional.empty();
    }
    if (!isLocked) {
      return Optional.of("its terrarium.lock is gone: get it back, or lock again" + LOCK);
    }
    return lockFault(record.get(), () -> link.resolve("bin/python3"));
  }

  private Optional<String> lockFault(EnvironmentRecord record, Supplier<Path> reader) {
    try {
      Lock lock = Lock.read(project.lock());
      if (!lock.digest().equals(record.lock())) {
        return Optional.of("its terrarium.lock has changed since it was made" + SYNC);
      }
      return drift(lock, reader);
    } catch (EnvironmentException failure) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
  }

  /// What changed in `pyproject.toml` since it was locked, with what to do.
  Optional<String> drift(Lock lock, Supplier<Path> reader) {
    if (!Files.exists(project.pyproject())) {
      return Optional.of("its pyproject.toml is gone.");
    }
    return lock.drift(new ProjectReader(project, cache).requirements(reader))
        .map(changes -> "its pyproject.toml has changed since it was locked: " + changes + LOCK);
  }

  /// Why what lies at a place, the project's link or a folder, is not the environment of this lock.
  ///
  /// @param everyFile whether each of its files is read
  Optional<String> environmentFault(Lock lock, Path link, boolean everyFile) {
    if (!Files.exists(link)) {
      return Optional.of("its environment is not made yet" + SYNC);
    }
    Optional<EnvironmentRecord> record = EnvironmentRecord.of(link);
    if (record.isEmpty()) {
      return Optional.of(link + " was not made by Terrarium.");
    }
    if (!record.get().lock().equals(lock.digest())) {
      return Optional.of("its terrarium.lock has changed since the environment was made" + SYNC);
    }
    return Contents.fault(link, everyFile)
        .map(fault -> "its environment is damaged: " + fault + SYNC);
  }
}
