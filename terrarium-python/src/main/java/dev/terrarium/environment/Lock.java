package dev.terrarium.environment;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The content of a lock file: every package with its version and hashes, and what they were chosen
/// for.
///
/// It is a file of requirements, as uv and pip read it; what it was made for stands in its
/// comments.
///
/// @param python the minor version that the packages were chosen for, such as `3.14`
/// @param platform the platform, or `any`
/// @param requiresPython what the project said
/// @param dependencies what the project asked for
/// @param pins the requirements with their hashes
record Lock(
    String python, String platform, String requiresPython, List<String> dependencies, String pins) {
  static final String ANY_PLATFORM = "any";

  private static final String TITLE =
      "# Every package of this project, pinned. Made by `terrarium env lock` from pyproject.toml.";
  private static final String FORMAT = "# terrarium-lock 1";

  private static final Pattern PIN =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9._-]*(\\[[^]]*])?==[^ ;]+( *;[^\\\\]*?)?( *--hash=sha256:[0-9a-f]{64})+ *");

  Lock {
    dependencies = List.copyOf(dependencies);
  }

  String text() {
    StringBuilder text = new StringBuilder(TITLE).append('\n').append(FORMAT).append('\n');
    text.append("# python ").append(python).append('\n');
    text.append("# platform ").append(platform).append('\n');
    text.append("# requires-python ").append(requiresPython).append('\n');
    dependencies.forEach(each -> text.append("# dependency ").append(each).append('\n'));
    return text.append(pins.strip()).append('\n').toString();
  }

  /// Reads a lock file.
  ///
  /// @throws EnvironmentException if it cannot be read or is no lock of this format
  static Lock read(Path file) {
    try {
      String text = Files.readString(file).replace("\r\n", "\n");
      if (!text.contains(FORMAT + "\n")) {
        throw new EnvironmentException(
            "%s is no lock file of this release: make it again by `terrarium env lock`."
                .formatted(file));
      }
      StringBuilder pins = new StringBuilder();
      text.lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> pins.append(line).append('\n'));
      check(file, pins.toString());
      return new Lock(
          header(text, "python").getFirst(),
          header(text, "platform").getFirst(),
          header(text, "requires-python").getFirst(),
          header(text, "dependency"),
          pins.toString());
    } catch (MalformedInputException failure) {
      throw new EnvironmentException(
          "%s is not UTF-8: make it again by `terrarium env lock`.".formatted(file), failure);
    } catch (IOException failure) {
      throw new EnvironmentException(
          "%s cannot be read: %s.".formatted(file, Sentences.reason(failure)), failure);
    }
  }

  /// Makes sure that nothing stands in a lock but packages with their version and hashes: another
  /// line would bring in what no hash pins.
  private static void check(Path file, String pins) {
    for (String line : pins.replaceAll("\\\\\n *", "").split("\n", -1)) {
      if (!line.isBlank() && !PIN.matcher(line).matches()) {
        throw new EnvironmentException(
            """
            %s holds '%s', which is no package with its version and SHA-256 hashes: get the file \
            back as it was, or make it again by `terrarium env lock`.\
            """
                .formatted(file, line.length() <= 60 ? line : line.substring(0, 60) + "…"));
      }
    }
  }

  private static List<String> header(String text, String key) {
    String start = "# " + key + " ";
    List<String> values =
        text.lines()
            .filter(line -> line.startsWith(start))
            .map(line -> line.substring(start.length()))
            .toList();
    return values.isEmpty() && !key.equals("dependency") ? List.of("") : values;
  }

  /// Writes it in one step.
  void write(Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(draft, text());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// What two files of the same packages have in common.
  String digest() {
    return Digests.of(text().getBytes(StandardCharsets.UTF_8));
  }

  /// The names and versions that are pinned, in order.
  List<String> packages() {
    return pins.lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .map(line -> line.split("[ ;\\\\]", 2)[0])
        .toList();
  }

  /// What a project asks for now and did not when this was made, or the other way round.
  Optional<String> drift(Requirements now) {
    List<String> changes = new ArrayList<>();
    TreeSet<String> added = new TreeSet<>(now.dependencies());
    dependencies.forEach(added::remove);
    TreeSet<String> removed = new TreeSet<>(dependencies);
    now.dependencies().forEach(removed::remove);
    added.forEach(each -> changes.add("'" + each + "' was added"));
    removed.forEach(each -> changes.add("'" + each + "' was removed"));
    if (!requiresPython.equals(now.requiresPython())) {
      changes.add(
          "requires-python was '%s' and is '%s'".formatted(requiresPython, now.requiresPython()));
    }
    return changes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", changes));
  }
}
