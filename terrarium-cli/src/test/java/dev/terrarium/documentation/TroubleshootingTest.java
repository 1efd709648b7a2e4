package dev.terrarium.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The texts that the troubleshooting page explains are those that the code says.
class TroubleshootingTest {
  private static final Path CHECKOUT = Path.of("..");
  private static final Pattern ENTRY = Pattern.compile("^### `(.+)`$", Pattern.MULTILINE);

  /// Said by the JVM.
  private static final Pattern NOT_OURS = Pattern.compile("WARNING: .*|java\\.lang\\..*");

  @Test
  void everyTextIsOneThatTheCodeSays() throws IOException {
    String page = Files.readString(CHECKOUT.resolve("docs/troubleshooting.md"));
    String code = code();

    List<String> entries = ENTRY.matcher(page).results().map(entry -> entry.group(1)).toList();

    assertThat(entries).hasSizeGreaterThanOrEqualTo(20);
    assertThat(entries)
        .filteredOn(entry -> !NOT_OURS.matcher(entry).matches())
        .flatExtracting(entry -> List.of(entry.split("…")))
        .filteredOn(part -> part.strip().length() > 4)
        .allMatch(part -> code.contains(part.strip()), "is in the code");
  }

  /// All of it, where literals that go on in the next line are put together.
  private static String code() throws IOException {
    List<Path> files =
        new ArrayList<>(
            Stream.of("terrarium", "mvnw", ".mvn/jdk.sh", "pom.xml")
                .map(CHECKOUT::resolve)
                .toList());
    for (String folder :
        List.of(
            "terrarium-python",
            "terrarium-pipeline",
            "terrarium-robot",
            "terrarium-cli",
            "python/src",
            "bench")) {
      try (Stream<Path> found = Files.walk(CHECKOUT.resolve(folder))) {
        found
            .filter(file -> file.toString().matches(".*/src/(main|terrarium)/.*\\.(java|py)"))
            .forEach(files::add);
      }
    }
    StringBuilder text = new StringBuilder();
    for (Path file : files) {
      text.append(Files.readString(file));
    }
    return text.toString()
        .replaceAll("\"\\s*\\+?\\s*f?\"", "")
        .replaceAll("\\\\\\s*\\n\\s*", "")
        .replace("$jdk_wanted", "25");
  }
}
