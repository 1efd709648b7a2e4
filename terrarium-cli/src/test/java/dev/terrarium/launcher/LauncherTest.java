package dev.terrarium.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.launcher.Checkout.Launch;
import dev.terrarium.launcher.Checkout.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {
  private @TempDir Path parent;
  private Checkout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = Checkout.in(parent);
  }

  @Test
  void buildsOnFirstUseAndSaysSo() throws IOException {
    Said said = checkout.run("nodes");

    assertThat(said.status()).isZero();
    assertThat(said.errors()).startsWith("terrarium: building, as this is the first use");
    assertThat(checkout.builds()).hasSize(1);
  }

  @Test
  void isQuietAndBuildsNothingAfterwards() throws IOException {
    checkout.run("nodes");

    Said said = checkout.run("nodes");

    assertThat(said.errors()).isEmpty();
    assertThat(checkout.builds()).hasSize(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws IOException {
    checkout.run("nodes");
    checkout.touch("terrarium-python/src/main/java/A.java");

    Said said = checkout.run("nodes");

    assertThat(said.errors()).startsWith("terrarium: building again, as sources have changed");
    assertThat(checkout.builds()).hasSize(2);
  }

  @Test
  void buildsAgainWhenASourceIsGone() throws IOException {
    checkout.run("nodes");
    Files.delete(checkout.folder().resolve("terrarium-python/src/main/java/A.java"));
    checkout.touch("terrarium-python/src/main/java");

    checkout.run("nodes");

    assertThat(checkout.builds()).hasSize(2);
  }

  @Test
  void showsWhyABuildFailed() throws IOException {
    checkout.maven("echo there is a semicolon missing; exit 1");

    Said said = checkout.run("nodes");

    assertThat(said.status()).isEqualTo(2);
    assertThat(said.output()).isEmpty();
    assertThat(said.errors())
        .contains(
            "there is a semicolon missing", "terrarium: the build failed, for the reason above");
  }

  @Test
  void saysWhereNothingCanBeBuilt() throws IOException {
    checkout.write("target/launcher.lock/in the way", "");

    Said said = checkout.run("nodes");

    assertThat(said.status()).isEqualTo(2);
    assertThat(said.errors())
        .isEqualTo(
            "terrarium: "
                + checkout.folder().toRealPath()
                + " cannot be written, so nothing can be built there\n");
  }

  @Test
  void runsWhatSomebodyElseHasBuiltWhereNothingCanBeBuilt() throws IOException {
    checkout.run("nodes");
    Files.delete(checkout.folder().resolve("target/launcher.lock"));
    checkout.write("target/launcher.lock/in the way", "");

    Said said = checkout.run(Map.of("HOME", parent.toString()), "nodes");

    assertThat(said.status()).isZero();
    assertThat(said.output()).contains("[-XX:AOTCache=" + parent);
  }

  @Test
  void twoAtOnceBuildOnce() throws IOException {
    checkout.maven("until [ -e gate ]; do :; done\n" + Checkout.BUILD);
    List<Launch> launches =
        List.of(
            checkout.start(checkout.folder().resolve("terrarium"), parent, Map.of(), "nodes"),
            checkout.start(checkout.folder().resolve("terrarium"), parent, Map.of(), "nodes"));
    while (checkout.builds().isEmpty()) {
      Thread.onSpinWait();
    }

    checkout.write("gate", "");

    for (Launch launch : launches) {
      Said said = launch.await();
      assertThat(said.status()).isZero();
      assertThat(said.output()).endsWith("[nodes]\n");
    }
    assertThat(checkout.builds()).hasSize(1);
  }

  @Test
  void runsTheModulesWithTheArgumentsAsTheyCame() throws IOException {
    Said said = checkout.run("run", "a file.json", "--input", "[\"*\", \"$HOME\"]", "");

    assertThat(said.output())
        .contains("[--enable-native-access=dev.terrarium.python]\n")
        .contains(
            "[-p]\n[" + checkout.folder().toRealPath() + "/terrarium-cli/target/dist/modules]\n")
        .endsWith(
            "[dev.terrarium.cli/dev.terrarium.cli.Main]\n[run]\n[a file.json]\n[--input]\n[[\"*\", \"$HOME\"]]\n[]\n");
  }

  @Test
  void worksThroughALinkFromAnotherFolder() throws IOException {
    Path links = Files.createDirectories(parent.resolve("bin"));
    Path absolute =
        Files.createSymbolicLink(links.resolve("first"), checkout.folder().resolve("terrarium"));
    Path relative = Files.createSymbolicLink(links.resolve("second"), absolute.getFileName());

    Said said = checkout.start(relative, parent, Map.of(), "nodes").await();

    assertThat(said.status()).isZero();
    assertThat(said.output()).endsWith("[nodes]\n");
  }

  @Test
  void makesTheAotCacheOnceAndStartsFromIt() throws IOException {
    checkout.run("nodes");

    Said said = checkout.run("nodes");

    Path caches = checkout.folder().resolve("home/.cache/terrarium/aot/place");
    assertThat(said.output()).contains("[-XX:AOTCache=" + caches + "/content-25.0.1+8-Serial.aot]");
    assertThat(filesIn(caches)).hasSize(1);
  }

  @Test
  void takesAwayTheAotCachesOfOlderJars() throws IOException {
    checkout.run("nodes");
    checkout.write("terrarium-cli/target/dist/id", "place newer\n");

    Said said = checkout.run("nodes");

    assertThat(said.errors()).isEqualTo("terrarium: preparing a fast start, once for this build\n");
    assertThat(filesIn(checkout.folder().resolve("home/.cache/terrarium/aot/place")))
        .containsExactly("newer-25.0.1+8-Serial.aot");
  }

  @Test
  void runsWithoutACacheThatCannotBeWritten() throws IOException {
    checkout.write("no folder", "");
    Path cache = checkout.folder().resolve("no folder");

    Said said = checkout.run(Map.of("TERRARIUM_CACHE", cache.toString()), "nodes");

    assertThat(said.status()).isZero();
    assertThat(said.output()).endsWith("[nodes]\n").doesNotContain("AOT");
    assertThat(said.errors().lines().skip(1))
        .containsExactly(
            "terrarium: "
                + cache
                + " cannot be written, so every start takes longer than it needs");
  }

  @Test
  void leavesTheCollectorToTheJvmsOwnVariables() throws IOException {
    Said said = checkout.run(Map.of("JDK_JAVA_OPTIONS", "-ea -XX:+UseParallelGC -Xmx1g"), "nodes");

    assertThat(said.output())
        .contains("[-XX:+UseParallelGC]\n")
        .contains("-Parallel.aot]\n")
        .doesNotContain("Serial");
  }

  @Test
  void startsAJvmForAControlLoopWithACollectorThatHardlyStopsIt() throws IOException {
    Said said = checkout.run("robot", "serve", "--arm");

    assertThat(said.output())
        .contains("[-XX:+UseZGC]\n", "[-Xms256m]\n", "[-XX:+AlwaysPreTouch]\n")
        .contains("[-XX:+PerfDisableSharedMem]\n", "[-XX:-UseCodeCacheFlushing]\n")
        .contains("[-XX:PerMethodTrapLimit=0]\n", "[-XX:PerBytecodeTrapLimit=0]\n")
        .contains("[-XX:-ZProactive]\n", "[-XX:ZCollectionIntervalMajor=20]\n")
        .contains("[--add-modules=dev.terrarium.robot,java.desktop,jdk.jfr]\n")
        .doesNotContain("AOTCache")
        .endsWith("[robot]\n[serve]\n[--arm]\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[robot]\n\n[arm]\nmodel = \"fr3\"\n",
        "  [ arm ] # the robot's\n",
        "arm = { model = \"fr3\" }\n",
        "arm.model = \"fr3\"\n",
        "[arm.loop]\n",
        "[\"arm\"]\n"
      })
  void knowsARobotWithAnArmByItsDeclaration(String declaration) throws IOException {
    checkout.write("a robot", declaration);

    Said said = checkout.run("robot", "run", checkout.folder().resolve("a robot").toString());

    assertThat(said.output()).contains("[-XX:+UseZGC]");
  }

  @Test
  void startsARobotWithoutAnArmAsUsual() throws IOException {
    checkout.write("robot.toml", "[robot]\n\n[topics.arm]\n");

    Said said =
        checkout.run("robot", "run", checkout.folder().resolve("robot.toml").toString(), "none");

    assertThat(said.output()).contains("[-XX:+UseSerialGC]").doesNotContain("jdk.jfr");
  }

  @Test
  void leavesTheHeapOfAControlLoopToTheJvmsOwnVariables() throws IOException {
    Said said =
        checkout.run(Map.of("JDK_JAVA_OPTIONS", "-XX:+UseParallelGC -Xmx1g"), "robot", "serve");

    assertThat(said.output())
        .contains("[-XX:+UseParallelGC]")
        .doesNotContain("UseZGC", "-Xms", "ZProactive");
  }

  @Test
  void leavesThePaceOfANamedCollectorToTheJvmsOwnVariables() throws IOException {
    Said said = checkout.run(Map.of("JDK_JAVA_OPTIONS", "-XX:+UseZGC"), "robot", "serve");

    assertThat(said.output()).contains("[-XX:+UseZGC]").doesNotContain("ZProactive");
  }

  @Test
  void startsWithoutAnAotCacheThatTheJvmWouldRefuse() throws IOException {
    checkout.refuseAotCaches();
    checkout.run("nodes");

    Said said = checkout.run("nodes");

    assertThat(said.status()).isZero();
    assertThat(said.output()).endsWith("[nodes]\n").doesNotContain("AOT");
    assertThat(said.errors()).isEmpty();
  }

  @Test
  void keepsItsCacheWhereItIsTold() throws IOException {
    Path cache = parent.resolve("elsewhere");

    checkout.run(Map.of("XDG_CACHE_HOME", cache.toString()), "nodes");

    assertThat(filesIn(cache.resolve("terrarium/aot/place"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', C.UTF-8",
    "'', '', C, C.UTF-8",
    "POSIX, '', de_DE.UTF-8, C.UTF-8",
    "'', C, de_DE.UTF-8, C.UTF-8",
    "'', '', de_DE.UTF-8, ''",
    "'', de_DE.UTF-8, C, ''",
    "de_DE.ISO-8859-1, C, C, de_DE.ISO-8859-1"
  })
  void namesUtf8WhereTheLocaleNamesNoEncoding(String all, String type, String lang, String seen)
      throws IOException {
    checkout.run("nodes");
    checkout.script("jdk/bin/java", "echo \"$LC_ALL\"");

    Said said = checkout.run(Map.of("LC_ALL", all, "LC_CTYPE", type, "LANG", lang), "nodes");

    assertThat(said).isEqualTo(new Said(0, seen + "\n", ""));
  }

  @ParameterizedTest
  @CsvSource({"<&-, 0 1 2", ">&-, 0 2", "2>&-, 0 1 2", "<&- >&- 2>&-, 0 2"})
  void opensWhatIsClosedButLetsNobodyWriteToAClosedOutput(String closed, String usable)
      throws IOException {
    checkout.run("nodes");
    checkout.script(
        "jdk/bin/java",
        """
        { true 3<&0; } 2> /dev/null && echo 0 >> seen
        echo 2> /dev/null && echo 1 >> seen
        echo >&2 && echo 2 >> seen
        """);
    checkout.script("closed", "sh ./terrarium nodes " + closed);

    checkout.start(checkout.folder().resolve("closed"), checkout.folder(), Map.of()).await();

    assertThat(Files.readAllLines(checkout.folder().resolve("seen")))
        .containsExactly(usable.split(" "));
  }

  @Test
  void leavesNothingHalfMadeWhenItIsEndedEarly() throws Exception {
    checkout.run("nodes");
    Path caches = checkout.folder().resolve("home/.cache/terrarium/aot/place");
    Files.delete(caches.resolve("content-25.0.1+8-Serial.aot"));
    checkout.write("home/.cache/terrarium/aot/place/content-25.0.1+8-Serial.aot.99999999", "");
    checkout.script(
        "jdk/bin/java",
        "for argument; do case $argument in -XX:AOTConfiguration=*)\n"
            + "echo > \"${argument#*=}\"; exec sleep 60 ;; esac; done");
    Launch launch =
        checkout.start(checkout.folder().resolve("terrarium"), checkout.folder(), Map.of());
    while (!filesIn(caches).toString().endsWith(".config]")) {
      Thread.onSpinWait();
    }

    launch.process().destroy();

    assertThat(launch.process().waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(launch.process().exitValue()).isEqualTo(143);
    assertThat(filesIn(caches)).isEmpty();
  }

  @Test
  void passesOverAJavaHomeThatIsTooOld() throws IOException {
    Path old = checkout.jdk("old", 17);
    Map<String, String> variables =
        Map.of(
            "TERRARIUM_JAVA_HOME", "", "JAVA_HOME", old.toString(), "PATH", System.getenv("PATH"));
    Path probe = checkout.folder().resolve("probe");
    Files.writeString(probe, ". ./.mvn/jdk.sh\njdk_find probe && echo \"$jdk_release\"\n");

    Said said = checkout.start(probe, checkout.folder(), variables).await();

    assertThat(Integer.parseInt(said.output().strip())).isGreaterThanOrEqualTo(25);
  }

  @Test
  void neverPassesOverAJdkAskedForByName() throws IOException {
    Path old = checkout.jdk("old", 17);

    Said said = checkout.run(Map.of("TERRARIUM_JAVA_HOME", old.toString()), "nodes");

    assertThat(said.status()).isEqualTo(2);
    assertThat(said.errors())
        .isEqualTo(
            "terrarium: TERRARIUM_JAVA_HOME names " + old + ", which is not a JDK 25 or newer.\n");
  }

  @Test
  void saysWhatToInstallWhereThereIsNoJdk() throws IOException {
    Path finder = checkout.folder().resolve(".mvn/jdk.sh");
    Files.writeString(finder, Files.readString(finder).replace("jdk_wanted=25", "jdk_wanted=999"));

    Said said = checkout.run(Map.of("TERRARIUM_JAVA_HOME", ""), "nodes");

    assertThat(said.status()).isEqualTo(2);
    assertThat(said.output()).isEmpty();
    assertThat(said.errors().lines())
        .singleElement()
        .asString()
        .startsWith("terrarium: no JDK 999 or newer found in JAVA_HOME, on PATH, in /usr/lib/jvm")
        .contains("install one");
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
