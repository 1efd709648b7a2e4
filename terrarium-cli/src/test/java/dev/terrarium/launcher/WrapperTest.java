package dev.terrarium.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.launcher.Checkout.Said;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "mvnw is a POSIX shell script")
class WrapperTest {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "sed",
          "dirname",
          "readlink",
          "mktemp",
          "mkdir",
          "mv",
          "rm",
          "chmod",
          "sha512sum",
          "shasum");

  private static final String MAVEN =
      """
      case $1 in
        -v) echo "Apache Maven VERSION" ;;
        *) echo "VERSION on $JAVA_HOME: $@" ;;
      esac
      """;

  private @TempDir Path parent;
  private Checkout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = Checkout.in(parent);
    checkout.copy("mvnw");
    for (String tool : TOOLS) {
      Stream.of(System.getenv("PATH").split(File.pathSeparator))
          .map(folder -> Path.of(folder, tool))
          .filter(Files::isExecutable)
          .findFirst()
          .ifPresent(
              program -> checkout.script("tools/" + tool, "exec '" + program + "' \"$@\"\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.6.3", "3.8.7", "3.9.16", "3.10.0"})
  void runsTheMavenOnPathOnTheJdkItFinds(String version) throws IOException {
    maven("tools/mvn", version);

    Said said = wrapper(checkout.folder(), "verify");

    assertThat(said.output())
        .isEqualTo(version + " on " + checkout.folder().resolve("jdk") + ": verify\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.6.2", "3.5.4", "4.0.0"})
  void passesOverAMavenThatCannotBuildThis(String version) throws IOException {
    maven("tools/mvn", version);

    Said said = wrapper(checkout.folder(), "verify");

    assertThat(said.status()).isEqualTo(2);
    assertThat(said.errors())
        .startsWith("mvnw: no Maven found: put mvn 3.6.3 or newer (not 4) on PATH");
  }

  @Test
  void prefersThePinnedMavenThatAWrapperHasUnpacked() throws IOException {
    maven("tools/mvn", "3.8.7");
    maven("home/.m2/wrapper/dists/apache-maven-3.9.16/1a2b3c/bin/mvn", "3.9.16");

    Said said = wrapper(checkout.folder(), "verify");

    assertThat(said.output()).startsWith("3.9.16 on");
  }

  @Test
  void fetchesThePinnedMavenFromTheRepositoryItIsGiven() throws Exception {
    serve("a zip");
    pin("a zip");

    Said said = wrapper(checkout.folder(), Map.of("MVNW_REPOURL", "a repository/"), "verify");

    assertThat(said.errors())
        .isEqualTo(
            "mvnw: fetching Maven 3.9.16\na repository/org/apache/maven/apache-maven/3.9.16/apache-maven-3.9.16-bin.zip\n");
    assertThat(said.output()).startsWith("3.9.16 on");
    assertThat(wrapper(checkout.folder(), "verify").output()).startsWith("3.9.16 on");
  }

  @Test
  void runsNothingThatDoesNotMatchItsSum() throws Exception {
    serve("something else");
    pin("a zip");

    Said said = wrapper(checkout.folder(), Map.of("MVNW_REPOURL", "a repository"), "verify");

    assertThat(said.status()).isEqualTo(2);
    assertThat(said.output()).isEmpty();
    assertThat(said.errors()).contains("is not Maven 3.9.16: its SHA-512 is");
    try (Stream<Path> left =
        Files.list(checkout.folder().resolve("home/.m2/wrapper/dists/apache-maven-3.9.16"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void meansTheWholeCheckoutUnlessCalledInOneOfItsModules() throws IOException {
    maven("tools/mvn", "3.9.9");
    Path root = checkout.folder().toRealPath();

    assertThat(wrapper(parent, "test").output()).endsWith(": -f " + root + "/pom.xml test\n");
    assertThat(wrapper(root.resolve("terrarium-cli"), "test").output()).endsWith(": test\n");
    assertThat(wrapper(parent, "-f", "other/pom.xml", "test").output())
        .endsWith(": -f other/pom.xml test\n");
  }

  private Said wrapper(Path directory, String... arguments) throws IOException {
    return wrapper(directory, Map.of(), arguments);
  }

  private Said wrapper(Path directory, Map<String, String> variables, String... arguments)
      throws IOException {
    Map<String, String> all = new HashMap<>(variables);
    all.put("PATH", checkout.folder().resolve("tools").toString());
    return checkout.start(checkout.folder().resolve("mvnw"), directory, all, arguments).await();
  }

  private void maven(String name, String version) throws IOException {
    checkout.script(name, MAVEN.replace("VERSION", version));
  }

  /// Puts a `curl` on the path that says what it was asked for and gives this, and makes the JDK's
  /// `jar` unpack a Maven.
  private void serve(String content) throws IOException {
    checkout.script(
        "tools/curl",
        "for last; do :; done\necho \"$last\" >&2\nprintf '%s' '" + content + "' > \"$3\"\n");
    maven("made/mvn", "3.9.16");
    checkout.script(
        "jdk/bin/jar",
        "mkdir -p apache-maven-3.9.16/bin\nwhile read -r line; do echo \"$line\"; done < '"
            + checkout.folder().resolve("made/mvn")
            + "' > apache-maven-3.9.16/bin/mvn\n");
  }

  /// Makes the wrapper expect this.
  private void pin(String content) throws IOException, NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-512").digest(content.getBytes(StandardCharsets.UTF_8));
    Path mvnw = checkout.folder().resolve("mvnw");
    Files.writeString(
        mvnw,
        Files.readString(mvnw)
            .replaceFirst("sha512=[0-9a-f]+", "sha512=" + HexFormat.of().formatHex(digest)));
  }
}
