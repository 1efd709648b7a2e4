package dev.terrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a reader can hold in mind.
class SizesTest {
  private static final int FILE = 500;
  private static final int METHOD = 40;
  private static final int PARAMETERS = 6;

  /// What is larger than it should be, and why. This list may only shrink.
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "Sensor.BatteryState", "the fields that robots' payloads have",
          "Actuator.BeginMotion", "the fields that robots' payloads have",
          "Sensor.LaserScan", "the fields that robots' payloads have",
          "Installation", "what doctor publishes of an interpreter, as JSON",
          "NodeReport", "published with a run's report, as JSON",
          "RunReport", "published with a run's report, as JSON",
          "WireReport", "published with a run's report, as JSON",
          "WorkerReport", "published with a run's report, as JSON",
          "Conduct", "the fields of a node that manifest v1 publishes");

  @Test
  void noFileIsLongerThanTheCap() {
    List<Path> files =
        Stream.of(Sources.java("src/main/java"), Sources.java("src/test/java"), Sources.python())
            .flatMap(List::stream)
            .toList();

    assertThat(files).hasSizeGreaterThanOrEqualTo(200);
    assertThat(Sources.measured(files))
        .filteredOn(file -> file.lines() > FILE && !EXCEPTIONS.containsKey(file.name()))
        .isEmpty();
  }

  @Test
  void mostFilesAreShort() {
    List<Integer> lines =
        Stream.of(Sources.java("src/main/java"), Sources.python())
            .flatMap(files -> Sources.measured(files).stream())
            .map(Sources.File::lines)
            .sorted()
            .toList();

    assertThat(lines.get(lines.size() / 2)).as("median").isLessThanOrEqualTo(120);
    assertThat(lines.get(lines.size() * 9 / 10)).as("nine in ten").isLessThan(350);
  }

  @Test
  void noMethodIsLongerThanAScreen() {
    List<Sources.Method> methods = Sources.methods(Sources.java("src/main/java"));

    assertThat(methods).hasSizeGreaterThanOrEqualTo(700);
    assertThat(methods)
        .filteredOn(method -> method.lines() > METHOD && !EXCEPTIONS.containsKey(method.name()))
        .isEmpty();
  }

  @Test
  void noConstructorTakesMoreThanSix() {
    List<Sources.Method> methods = Sources.methods(Sources.java("src/main/java"));

    assertThat(methods)
        .filteredOn(Sources.Method::isConstructor)
        .hasSizeGreaterThanOrEqualTo(100)
        .filteredOn(it -> it.parameters() > PARAMETERS && !EXCEPTIONS.containsKey(it.name()))
        .isEmpty();
  }

  @Test
  void everyExceptionIsStillNeeded() {
    Stream<String> files =
        Sources.measured(Sources.java("src/main/java")).stream()
            .filter(file -> file.lines() > FILE)
            .map(Sources.File::name);
    Stream<String> methods =
        Sources.methods(Sources.java("src/main/java")).stream()
            .filter(method ->
                method.lines() > METHOD
                    || (method.isConstructor() && method.parameters() > PARAMETERS))
            .map(Sources.Method::name);

    assertThat(Stream.concat(files, methods)).containsAll(EXCEPTIONS.keySet());
  }
}
