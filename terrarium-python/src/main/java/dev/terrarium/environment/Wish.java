package dev.terrarium.environment;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a [Request] means.
sealed interface Wish {
  /// Any Python of a version.
  ///
  /// @param numbers one to three: `3`, `3.12` or `3.12.1`
  record Version(List<Integer> numbers) implements Wish {
    boolean fits(PythonVersion version) {
      List<Integer> whole = List.of(version.major(), version.minor(), version.micro());
      return whole.subList(0, numbers.size()).equals(numbers);
    }
  }

  /// The bundled Python.
  record Bundled() implements Wish {}

  /// A program or folder.
  record At(Path path) implements Wish {}

  /// A name that means nothing here.
  ///
  /// @param path the name as a path, as far as it is one
  record Unknown(Path path, String reason) implements Wish {}

  /// One to three numbers of at most four digits, with dots between them; empty for another text.
  private static Optional<Version> version(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String number : text.split("\\.", -1)) {
      if (number.isEmpty() || number.length() > 4) {
        return Optional.empty();
      }
      for (int i = 0; i < number.length(); i++) {
        if (number.charAt(i) < '0' || number.charAt(i) > '9') {
          return Optional.empty();
        }
      }
      numbers.add(Integer.parseInt(number));
    }
    return numbers.size() > 3 ? Optional.empty() : Optional.of(new Version(List.copyOf(numbers)));
  }

  static Wish of(Request request, SearchPath path) {
    String python = request.python().strip();
    if (python.equals("bundled")) {
      return new Bundled();
    }
    Optional<Version> version = version(python);
    if (version.isPresent()) {
      return version.get();
    }
    try {
      Path named = Path.of(python);
      Path here = path.directory().resolve(named);
      if (named.getNameCount() > 1 || named.isAbsolute() || Files.exists(here)) {
        return new At(here);
      }
      return path.installed().path().stream()
          .map(folder -> folder.resolve(named))
          .filter(Files::isExecutable)
          .findFirst()
          .<Wish>map(At::new)
          .orElseGet(() ->
              new Unknown(
                  named,
                  "there is no such file or folder, and no such program on PATH; a version is named as 3.12."));
    } catch (InvalidPathException _) {
      return new Unknown(path.directory(), "that is not a path.");
    }
  }
}
