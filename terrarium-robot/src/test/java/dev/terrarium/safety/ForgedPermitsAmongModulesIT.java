package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.burglary.Attempt;
import dev.terrarium.burglary.Burglary;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// On the module path, where reflection opens nothing that a module does not open.
class ForgedPermitsAmongModulesIT {
  private static final Pattern OF_TESTS =
      Pattern.compile("junit|assertj|opentest4j|apiguardian|byte-buddy|surefire|mecano");

  @Test
  void noWayAroundTheGateLeadsToAValidPermit() throws IOException, InterruptedException {
    List<String> lines = burglary();

    assertThat(lines.getFirst()).startsWith("module dev.terrarium.robot unnamed module");
    assertThat(lines).hasSize(1 + Attempt.values().length);
    assertThat(lines).noneMatch(line -> line.contains("BROKEN"));
    assertThat(lines).filteredOn(line -> line.contains("REFUSED")).hasSizeGreaterThanOrEqualTo(14);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("CONSTRUCTOR_BY_REFLECTION"))
        .allMatch(line -> line.contains("InaccessibleObjectException"));
  }

  private static List<String> burglary() throws IOException, InterruptedException {
    String modules =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar") && !OF_TESTS.matcher(entry).find())
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-p",
                modules,
                "--add-modules",
                "dev.terrarium.robot",
                "-cp",
                Path.of("target/test-classes").toString(),
                Burglary.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
