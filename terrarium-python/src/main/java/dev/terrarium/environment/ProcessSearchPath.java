package dev.terrarium.environment;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Turns environment variables and system properties into a [SearchPath].
final class ProcessSearchPath {
  private final Map<String, String> variables;
  private final Properties properties;

  private ProcessSearchPath(Map<String, String> variables, Properties properties) {
    this.variables = variables;
    this.properties = properties;
  }

  static SearchPath read(Map<String, String> variables, Properties properties) {
    ProcessSearchPath process = new ProcessSearchPath(variables, properties);
    return new SearchPath(
        process.request(),
        Optional.ofNullable(process.folder("VIRTUAL_ENV")),
        Path.of(properties.getProperty("user.dir", ".")),
        process.installed(),
        process.jars(),
        process.cache());
  }

  private Optional<Request> request() {
    String named = variable("TERRARIUM_PYTHON");
    return named == null ? Optional.empty() : Optional.of(new Request(named, "TERRARIUM_PYTHON"));
  }

  private InstalledPlaces installed() {
    Path pyenv = folder("PYENV_ROOT");
    List<Path> versions =
        new ArrayList<>(
            List.of(
                (pyenv == null ? home().resolve(".pyenv") : pyenv).resolve("versions"),
                home().resolve(".local/share/uv/python"),
                home().resolve(".local/share/mise/installs/python"),
                home().resolve(".asdf/installs/python"),
                Path.of("/Library/Frameworks/Python.framework/Versions")));
    Path local = folder("LOCALAPPDATA");
    if (local != null) {
      versions.add(local.resolve("Programs").resolve("Python"));
    }
    return new InstalledPlaces(paths(variables.get("PATH")), system(), versions);
  }

  private static List<Path> system() {
    return List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/opt/homebrew/bin"));
  }

  private List<Path> jars() {
    String folder = properties.getProperty("terrarium.bundled");
    if (folder != null) {
      String[] names = new File(folder).list((_, name) -> name.endsWith(".jar"));
      return names == null
          ? List.of()
          : Arrays.stream(names).sorted().map(Path.of(folder)::resolve).toList();
    }
    List<Path> jars = new ArrayList<>();
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      for (Path element : paths(properties.getProperty(property))) {
        if (element.toString().endsWith(".jar")) {
          jars.add(element);
        }
      }
    }
    return jars;
  }

  private Path cache() {
    Path own = folder("TERRARIUM_CACHE");
    if (own != null) {
      return own.toAbsolutePath();
    }
    Path shared = folder("XDG_CACHE_HOME");
    if (shared == null || !shared.isAbsolute()) { // The specification says to ignore such a one.
      shared = home().resolve(".cache");
    }
    return shared.resolve("terrarium").toAbsolutePath();
  }

  /// The JVM writes `?` for a user without a home, as some containers have.
  private Path home() {
    String home = properties.getProperty("user.home", "?");
    return Path.of(home.equals("?") ? "/" : home);
  }

  private @Nullable String variable(String name) {
    String value = variables.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  /// The path that a variable holds, or null where it holds none.
  private @Nullable Path folder(String name) {
    String value = variable(name);
    return value == null ? null : path(value);
  }

  private static List<Path> paths(@Nullable String list) {
    List<Path> paths = new ArrayList<>();
    if (list != null) {
      for (String element : list.split(File.pathSeparator, 0)) {
        Path path = element.isBlank() ? null : path(element);
        if (path != null) {
          paths.add(path);
        }
      }
    }
    return paths;
  }

  private static @Nullable Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException _) {
      return null;
    }
  }
}
