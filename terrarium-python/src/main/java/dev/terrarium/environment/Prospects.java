package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Lists the places at which there may be a Python. Runs nothing.
final class Prospects {
  /// Compiled when folders are searched, which most starts do not.
  private static final class Names {
    static final Predicate<String> PROGRAM =
        Pattern.compile("python(3(\\.\\d+)?t?)?(\\.exe)?").asMatchPredicate();
    static final Predicate<String> VERSION =
        Pattern.compile("(cpython-)?3\\.\\d.*|Python3\\d+").asMatchPredicate();
  }

  private final SearchPath path;

  Prospects(SearchPath path) {
    this.path = path;
  }

  /// The prospects of one origin, in order of preference. Those of [Origin#EXPLICIT],
  /// [Origin#BUNDLED] and [Origin#HOST] are others' business.
  List<Prospect> of(Origin origin) {
    return switch (origin) {
      case EXPLICIT, BUNDLED, HOST -> List.of();
      case ENVIRONMENT ->
          path.virtualEnv().map(folder -> new Prospect(origin, folder)).stream().toList();
      case PROJECT -> project().map(folder -> new Prospect(origin, folder)).stream().toList();
      case PATH -> programs(origin, path.installed().path());
      case SYSTEM -> programs(origin, path.installed().system());
      case PYENV -> versions();
    };
  }

  private Optional<Path> project() {
    Path folder = path.directory().toAbsolutePath().normalize();
    while (folder != null) {
      Project project = new Project(folder);
      if (Files.isDirectory(project.link()) || Files.exists(project.lock())) {
        return Optional.of(project.link());
      }
      if (Files.exists(folder.resolve(".git"))) {
        return Optional.empty();
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }

  private static List<Prospect> programs(Origin origin, List<Path> folders) {
    List<Prospect> found = new ArrayList<>();
    for (Path folder : folders) {
      // A version manager's shims stand for versions that are found where they are installed.
      names(folder, folder.endsWith("shims") ? "python3"::equals : Names.PROGRAM).stream()
          .sorted(Comparator.comparingInt(Prospects::rank).thenComparing(name -> name))
          .map(name -> new Prospect(origin, folder.resolve(name)))
          .forEach(found::add);
    }
    return found;
  }

  /// `python3` before `python3.13` before `python3.9` before `python`.
  private static int rank(String name) {
    return switch (name.replace(".exe", "")) {
      case "python3" -> -1000;
      case "python" -> 1000;
      default -> -minor(name);
    };
  }

  private List<Prospect> versions() {
    List<Prospect> found = new ArrayList<>();
    for (Path folder : path.installed().versions()) {
      names(folder, Names.VERSION).stream()
          .sorted(Comparator.comparingInt(Prospects::minor).reversed().thenComparing(name -> name))
          .map(name -> new Prospect(Origin.PYENV, folder.resolve(name)))
          .forEach(found::add);
    }
    return found;
  }

  private static int minor(String name) {
    int dot = name.indexOf('.');
    int end = dot + 1;
    while (end < name.length() && Character.isDigit(name.charAt(end))) {
      end++;
    }
    return dot < 0 || end == dot + 1 || end - dot > 5
        ? 0
        : Integer.parseInt(name.substring(dot + 1, end));
  }

  private static List<String> names(Path folder, Predicate<String> wanted) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, entry -> wanted.test(entry.getFileName().toString()))) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (IOException | DirectoryIteratorException _) {
      return List.of(); // a folder that is not there or not ours to read holds nothing for us
    }
    return names;
  }
}
