package dev.terrarium.environment;

import dev.terrarium.environment.ProjectReader.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The Python that an environment is built on, and what the project asks for.
///
/// @param installation the Python, ready to be run
/// @param reading the project, read by it
record Foundation(Installation installation, Reading reading) {
  /// Its minor version, such as `3.14`.
  String minor() {
    return minor(installation.version());
  }

  static String minor(PythonVersion version) {
    return version.major() + "." + version.minor();
  }

  /// Finds bases for one project.
  ///
  /// @param project the project
  /// @param path where to look
  /// @param listener hears about an unpacking
  record Finder(Project project, SearchPath path, UnpackListener listener) {
    /// The one to lock for: the named one, else the one that the file names, else the first that
    /// fits the range of versions in it.
    ///
    /// @throws EnvironmentException if none fits, or the file is malformed
    Foundation toLock() {
      if (path.request().isPresent()) {
        return fitting(choose(path), path.request());
      }
      Installation reader = choose(path);
      Reading reading = read(reader, List.of(reader.version()));
      Optional<String> python = reading.requirements().python();
      if (python.isPresent()) {
        SearchPath named = path.withRequest(python.get(), "python in [tool.terrarium]");
        return fitting(choose(named), named.request());
      }
      return reading.fitting().isEmpty() ? firstFitting(reader) : new Foundation(reader, reading);
    }

    /// The one to build on: the named one, else the first of the lock's version.
    ///
    /// @throws EnvironmentException if there is none of the lock's version
    Foundation toBuild(Lock lock) {
      Installation found = choose(path);
      if (path.request().isEmpty() && !minor(found.version()).equals(lock.python())) {
        found = choose(path.withRequest(lock.python(), project.lock().getFileName().toString()));
      }
      if (!minor(found.version()).equals(lock.python())) {
        throw new EnvironmentException(
            """
            %s is for Python %s, and %s names Python %s: lock again with it, or leave it out.\
            """
                .formatted(
                    project.lock(),
                    lock.python(),
                    path.request().map(Request::by).orElse(""),
                    found.version()));
      }
      return new Foundation(found, read(found, List.of(found.version())));
    }

    /// One that can read the project's file, whichever it is.
    Path reader() {
      return choose(path).executable();
    }

    private Foundation fitting(Installation named, Optional<Request> request) {
      Reading reading = read(named, List.of(named.version()));
      if (reading.fitting().isEmpty()) {
        throw new EnvironmentException(
            "%s requires Python %s, and %s names Python %s."
                .formatted(
                    project.pyproject(),
                    reading.requirements().requiresPython(),
                    request.map(Request::by).orElse(""),
                    named.version()));
      }
      return new Foundation(named, reading);
    }

    private Foundation firstFitting(Installation reader) {
      List<Installation> bases = choice(path).bases();
      Reading reading = read(reader, bases.stream().map(Installation::version).toList());
      for (Installation base : bases) {
        if (reading.fitting().contains(base.version().text())) {
          SearchPath named = path.withRequest(base.executable().toString(), "requires-python");
          Installation found = base.origin() == Origin.BUNDLED ? choose(path) : choose(named);
          return new Foundation(found, read(found, List.of(found.version())));
        }
      }
      throw new EnvironmentException(
          "%s requires Python %s, and there is none; there are %s. Install one, or name it with --python."
              .formatted(
                  project.pyproject(),
                  reading.requirements().requiresPython(),
                  bases.stream().map(base -> base.version().text()).distinct().toList()));
    }

    private Reading read(Installation python, List<PythonVersion> versions) {
      List<String> texts = new ArrayList<>();
      versions.forEach(version -> texts.add(version.text()));
      return new ProjectReader(project, path.cache()).read(python.executable(), texts);
    }

    private Installation choose(SearchPath where) {
      Bundled bundled = new Bundled(where, Host.current(), Pins::ofRelease);
      return Environment.ready(choice(where, bundled).decideBase(), bundled, listener);
    }

    private static Choice choice(SearchPath where) {
      return choice(where, new Bundled(where, Host.current(), Pins::ofRelease));
    }

    private static Choice choice(SearchPath where, Bundled bundled) {
      return new Choice(where, new Inspector(where, Host.current()), bundled);
    }
  }

  /// Whether it is the bundled one.
  boolean isBundled(Path cache) {
    return installation.basePrefix().startsWith(cache.toAbsolutePath().resolve("bundled"));
  }
}
