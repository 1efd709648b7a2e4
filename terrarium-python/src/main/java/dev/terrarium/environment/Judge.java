package dev.terrarium.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Decides by an interpreter's answer whether it can be embedded.
final class Judge {
  static final String NEEDED = "Terrarium needs CPython 3.10 or later.";

  private static final int OLDEST_MINOR = 10;

  private Judge() {}

  static Outcome judge(Origin origin, Path asked, Answer answer) {
    try {
      PythonVersion version = PythonVersion.of(answer.one("version").orElse(""));
      Optional<String> fault = fault(version, answer);
      if (fault.isPresent()) {
        return new Outcome.Refused(fault.get());
      }
      return new Outcome.Accepted(
          new Installation(
              origin,
              Path.of(answer.one("executable").orElse(asked.toString())),
              version,
              Path.of(answer.one("library").orElseThrow()),
              Path.of(answer.one("prefix").orElseThrow()),
              Path.of(answer.one("base_prefix").orElseThrow()),
              answer.one("abi").orElse(""),
              answer.one("numpy"),
              List.of(),
              List.of(),
              Map.of()));
    } catch (IllegalArgumentException | NoSuchElementException _) {
      return new Outcome.Refused("its answer about itself is incomplete: " + answer.entries());
    }
  }

  private static Optional<String> fault(PythonVersion version, Answer answer) {
    String implementation = answer.one("implementation").orElse("");
    if (!implementation.equals("cpython")) {
      return Optional.of("it is %s, not CPython; %s".formatted(implementation, NEEDED));
    }
    if (!version.isAtLeast(3, OLDEST_MINOR)) {
      return Optional.of("it is Python %s; %s".formatted(version, NEEDED));
    }
    if (answer.is("free_threaded")) {
      return Optional.of(
          "it is a free-threaded build of %s, which cannot be embedded yet: use the ordinary build."
              .formatted(version));
    }
    if (answer.is("debug")) {
      return Optional.of(
          "it is a debug build of %s, whose objects are laid out differently: use the ordinary build."
              .formatted(version));
    }
    if (answer.one("library").isEmpty()) {
      return Optional.of(withoutLibrary(version, answer));
    }
    Optional<String> fault = answer.one("library_fault");
    Optional<String> error = answer.one("load_error");
    return fault.isPresent() || error.isEmpty() ? fault : Optional.of(unloadable(error.get()));
  }

  private static String withoutLibrary(PythonVersion version, Answer answer) {
    String number = version.major() + "." + version.minor();
    if (!answer.is("shared")) {
      return "it is Python %s built without a shared library: build it with --enable-shared (pyenv: PYTHON_CONFIGURE_OPTS=--enable-shared pyenv install %s), or use another one."
          .formatted(version, number);
    }
    return "its shared library %s is in none of %s: install it (Debian and Ubuntu: libpython%s; Fedora: python%s-libs)."
        .formatted(
            answer.one("library_name").orElse("libpython" + number),
            String.join(", ", answer.all("looked")),
            number,
            number);
  }

  private static String unloadable(String error) {
    return "its shared library cannot be loaded: " + Sentences.lastLine(error) + ".";
  }
}
