package dev.terrarium.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The tests of all modules and of the Python package, as their sources have them.
///
/// @param files the texts of each class of tests, or file of Python tests, by its name; several
///   modules may have one of the same name
record TestSources(Map<String, List<String>> files) {
  private static final Path CHECKOUT = Path.of("..");
  private static final Pattern ANNOTATION = Pattern.compile(" +@(Test|ParameterizedTest)(\\(.*)?");

  static TestSources ofAllModules() {
    Map<String, List<String>> files = new HashMap<>();
    for (String folder :
        List.of(
            "terrarium-python/src/test/java",
            "terrarium-pipeline/src/test/java",
            "terrarium-robot/src/test/java",
            "terrarium-cli/src/test/java",
            "python/tests")) {
      try (Stream<Path> found = Files.walk(CHECKOUT.resolve(folder))) {
        for (Path file : found.filter(TestSources::isSource).toList()) {
          String name = file.getFileName().toString().replaceFirst("\\.(java|py)$", "");
          files.computeIfAbsent(name, _ -> new ArrayList<>()).add(Files.readString(file));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return new TestSources(files);
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java")
        || file.getFileName().toString().matches("test_.*\\.py");
  }

  /// Whether a file has a test of that name, which is not disabled.
  boolean hasTest(String file, String method) {
    List<String> texts = files.getOrDefault(file, List.of());
    return file.startsWith("test_")
        ? method.startsWith("test_")
            && texts.stream().anyMatch(text -> text.contains("def " + method + "("))
        : texts.stream().anyMatch(text -> isTest(text.lines().toList(), method));
  }

  private static boolean isTest(List<String> lines, String method) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("  void " + method + "(")) {
        int end = i;
        int start = i;
        while (start > 0 && !lines.get(start - 1).isBlank()) {
          start--;
        }
        List<String> above = lines.subList(start, end);
        return above.stream().anyMatch(line -> ANNOTATION.matcher(line).matches())
            && above.stream().noneMatch(line -> line.strip().startsWith("@Disabled"));
      }
    }
    return false;
  }
}
