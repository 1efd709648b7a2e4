package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A shell script that answers as a Python does, with whatever a test wants it to say.
///
/// Each time it is asked, it adds a line to the file `asked` beside it.
record FakePython(Path executable) {
  /// The answer of a Python that can be embedded, with these keys said instead.
  static FakePython saying(Path executable, String... keysAndValues) throws IOException {
    Answer answer =
        new Answer(List.of())
            .with("implementation", "cpython")
            .with("version", "3.12.1")
            .with("executable", executable.toString())
            .with("prefix", executable.getParent().getParent().toString())
            .with("base_prefix", executable.getParent().getParent().toString())
            .with("abi", "cpython-312-x86_64-linux-gnu")
            .with("shared", "1")
            .with("free_threaded", "0")
            .with("debug", "0");
    for (int index = 0; index < keysAndValues.length; index += 2) {
      String key = keysAndValues[index];
      List<Answer.Entry> kept = new ArrayList<>(answer.entries());
      kept.removeIf(entry -> entry.key().equals(key));
      answer = new Answer(kept).with(key, keysAndValues[index + 1]);
    }
    return running(executable, "cat <<'END'\n" + answer.text() + "END");
  }

  /// A script of this text.
  static FakePython running(Path executable, String script) throws IOException {
    Files.createDirectories(executable.getParent());
    Files.writeString(
        executable, "#!/bin/sh\necho >> \"$(dirname \"$0\")/asked\"\n" + script + "\n");
    Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new FakePython(executable);
  }

  int timesAsked() throws IOException {
    Path asked = executable.resolveSibling("asked");
    return Files.exists(asked) ? Files.readAllLines(asked).size() : 0;
  }

  /// A search path that looks nowhere.
  static SearchPath nowhere(Path folder) {
    return new SearchPath(
        Optional.empty(),
        Optional.empty(),
        folder,
        InstalledPlaces.none(),
        List.of(),
        folder.resolve("cache"));
  }
}
