package dev.terrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// In the Python package one private file touches the JVM.
class PythonPackageTest {
  private static final String BORDER = "_jvm.py";

  /// What raises exceptions in other threads, for which CPython has a function in C alone.
  private static final String RAISING = "_raising.py";

  private static final Pattern TOUCHES_THE_JVM =
      Pattern.compile(
          "^\\s*(import|from)\\s+(_terrarium|ctypes|_ctypes|jpype|jnius)\\b", Pattern.MULTILINE);

  private static final Pattern IMPORTS_THE_BORDER =
      Pattern.compile("^\\s*(import|from)\\s+[.\\w]*_jvm\\b|import\\s+_jvm\\b", Pattern.MULTILINE);

  @Test
  void oneFileTouchesTheJvm() {
    List<Path> others = files(name -> !name.equals(BORDER) && !name.equals(RAISING));

    assertThat(others).hasSizeGreaterThanOrEqualTo(8);
    assertThat(others).noneMatch(file -> TOUCHES_THE_JVM.matcher(Sources.text(file)).find());
  }

  @Test
  void thatFileDoes() {
    List<Path> border = files(BORDER::equals);

    assertThat(border).hasSize(1);
    assertThat(border).allMatch(file -> TOUCHES_THE_JVM.matcher(Sources.text(file)).find());
  }

  @Test
  void oneOtherCallsTheInterpretersOwnCAndNothingElse() {
    List<Path> raising = files(RAISING::equals);

    assertThat(raising).hasSize(1);
    assertThat(raising)
        .allSatisfy(file ->
            assertThat(Sources.text(file))
                .contains("ctypes.pythonapi.")
                .doesNotContainPattern("ctypes\\.(CDLL|PyDLL|cdll|util|CFUNCTYPE|from_address)"));
  }

  @Test
  void onlyWhatRunsPipelinesOrArmsAndPreparesTheJvmImportsIt() {
    var allowed = Set.of("_java_runs.py", "_runs.py", "_aot.py", "_here.py");
    List<Path> others = files(name -> !allowed.contains(name));

    assertThat(others).hasSizeGreaterThanOrEqualTo(8);
    assertThat(others).noneMatch(file -> IMPORTS_THE_BORDER.matcher(Sources.text(file)).find());
  }

  @Test
  void theWorkerNeverImportsTheBorder() {
    List<Path> workers = files(Set.of("_worker.py", "_script_worker.py")::contains);

    assertThat(workers).hasSize(2);
    assertThat(workers).noneMatch(file -> IMPORTS_THE_BORDER.matcher(Sources.text(file)).find());
  }

  private static List<Path> files(Predicate<String> names) {
    return Sources.python().stream()
        .filter(file -> names.test(String.valueOf(file.getFileName())))
        .toList();
  }
}
