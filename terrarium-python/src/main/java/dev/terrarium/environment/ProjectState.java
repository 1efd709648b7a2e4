package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What there is of a project's lock and environment.
///
/// @param project the project
/// @param python what the lock is for, such as `3.14`; empty if there is no lock
/// @param locked the packages that the lock pins, such as `numpy==2.4.2`
/// @param folder the environment's folder, if there is one of ours
/// @param installed the packages in it, such as `numpy==2.4.2`
/// @param faults what is not as it should be, and what to do
public record ProjectState(
    Project project,
    String python,
    List<String> locked,
    Optional<Path> folder,
    List<String> installed,
    List<String> faults) {
  public ProjectState {
    locked = List.copyOf(locked);
    installed = List.copyOf(installed);
    faults = List.copyOf(faults);
  }

  /// Whether the environment is the one that the project asks for.
  public boolean isCurrent() {
    return faults.isEmpty();
  }

  /// @param place where the environment should lie: the project's link, or a folder
  /// @param everyFile whether each of its files is read
  static ProjectState of(Project project, Foundation.Finder finder, Path place, boolean everyFile) {
    Optional<Path> folder = folder(place);
    List<String> installed = folder.map(ProjectState::installed).orElse(List.of());
    if (!Files.exists(project.lock())) {
      String fault = "it has no terrarium.lock (`terrarium env lock`).";
      return new ProjectState(project, "", List.of(), folder, installed, List.of(fault));
    }
    Lock lock = Lock.read(project.lock());
    ProjectCheck check = new ProjectCheck(project, finder.path().cache());
    List<String> faults = new ArrayList<>();
    check.drift(lock, finder::reader).ifPresent(faults::add);
    check.environmentFault(lock, place, everyFile).ifPresent(faults::add);
    return new ProjectState(project, lock.python(), lock.packages(), folder, installed, faults);
  }

  private static Optional<Path> folder(Path link) {
    try {
      return EnvironmentRecord.of(link).isPresent()
          ? Optional.of(link.toRealPath())
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// By the folders that hold the packages' metadata.
  static List<String> installed(Path environment) {
    List<String> packages = new ArrayList<>();
    try (DirectoryStream<Path> pythons =
        Files.newDirectoryStream(environment.resolve("lib"), "python3.*")) {
      for (Path python : pythons) {
        Path site = python.resolve("site-packages");
        if (Files.isDirectory(site)) {
          try (DirectoryStream<Path> found = Files.newDirectoryStream(site, "*.dist-info")) {
            for (Path each : found) {
              packages.add(requirement(each.getFileName().toString()));
            }
          }
        }
      }
    } catch (IOException _) {
      return List.of(); // what is damaged is told by its list of files
    }
    packages.sort(null);
    return packages;
  }

  /// `numpy==2.4.2` of `numpy-2.4.2.dist-info`.
  private static String requirement(String metadata) {
    String name = metadata.substring(0, metadata.length() - ".dist-info".length());
    int dash = name.lastIndexOf('-');
    return dash < 0
        ? name
        : name.substring(0, dash).replace('_', '-') + "==" + name.substring(dash + 1);
  }
}
