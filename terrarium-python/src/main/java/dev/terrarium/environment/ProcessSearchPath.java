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
        process.variable("TERRARIUM_PYTHON").map(name -> new Request(name, "TERRARIUM_PYTHON")),
        process.variable("VIRTUAL_ENV").flatMap(ProcessSearchPath::path),
        Path.of(properties.getProperty("user.dir", ".")),
        process.installed(),
        process.jars(),
        process.cache());
  }

  private InstalledPlaces installed() {
    Optional<Path> pyenv = variable("PYENV_ROOT").flatMap(ProcessSearchPath::path);
    List<Path> versions =
        new ArrayList<>(
            List.of(
                pyenv.orElse(home().resolve(".pyenv")).resolve("versions"),
                home().resolve(".local/share/uv/python"),
                home().resolve(".local/share/mise/installs/python"),
                home().resolve(".asdf/installs/python"),
                Path.of("/Library/Frameworks/Python.framework/Versions")));
    variable("LOCALAPPDATA")
        .flatMap(ProcessSearchPath::path)
        .map(local -> local.resolve("Programs").resolve("Python"))
        .ifPresent(versions::add);
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
    List<Path> jars = new ArrayList<>(paths(properties.getProperty("java.class.path")));
    jars.addAll(paths(properties.getProperty("jdk.module.path")));
    jars.removeIf(jar -> !jar.toString().endsWith(".jar"));
    return jars;
  }

  private Path cache() {
    Optional<Path> own = variable("TERRARIUM_CACHE").flatMap(ProcessSearchPath::path);
    if (own.isPresent()) {
      return own.get().toAbsolutePath();
    }
    Path shared =
        variable("XDG_CACHE_HOME")
            .flatMap(ProcessSearchPath::path)
            .filter(Path::isAbsolute) // the specification says to ignore a relative one
            .orElse(home().resolve(".cache"));
    return shared.resolve("terrarium").toAbsolutePath();
  }

  /// The JVM writes `?` for a user without a home, as some containers have.
  private Path home() {
    String home = properties.getProperty("user.home", "?");
    return Path.of(home.equals("?") ? "/" : home);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  private static List<Path> paths(@Nullable String list) {
    List<Path> paths = new ArrayList<>();
    if (list != null) {
      for (String element : list.split(File.pathSeparator, 0)) {
        if (!element.isBlank()) {
          path(element).ifPresent(paths::add);
        }
      }
    }
    return paths;
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
