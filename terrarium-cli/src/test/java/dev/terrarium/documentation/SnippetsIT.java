package dev.terrarium.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.documentation.Page.Block;
import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The programs and the commands of the documentation run, and print what the page says; on
/// standard error, too, where a page that says nothing of it means that there is nothing.
///
/// Every Java block is a program, which runs on the stack that a plain `java` has. A `python` block
/// is one too if the page says what it prints; the Python package starts a JVM in it. A `sh` block
/// is tried if the page says what it prints; before that, the page's blocks that bear a file's name
/// are written under it, and the command has the stack that its launcher gives it.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
@Execution(ExecutionMode.CONCURRENT)
class SnippetsIT {
  private static final Path DIST = Path.of("target/dist").toAbsolutePath();

  private static final Path SOURCES = Path.of("../python/src").toAbsolutePath().normalize();
  private static final String HOME = System.getProperty("java.home");

  private static final List<String> JAVA =
      List.of(
          Path.of(HOME, "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Dterrarium.bundled=" + DIST.resolve("bundled"),
          "-p",
          DIST.resolve("modules").toString(),
          "--enable-native-access=dev.terrarium.python");

  /// What is told only where something takes long, as on a machine that does much else.
  private static final Pattern TOLD_WHEN_SLOW =
      Pattern.compile(
          "(?m)^INFO dev\\.terrarium\\.worker\\.process .* are being opened, .*\\R"
              + "|^.* dev\\.terrarium\\.broker\\.Outlook report\\R.*(is busy|are served again)$");

  private @TempDir Path folder;

  @Test
  void thereAreSome() {
    assertThat(programs()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(scripts()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(commands()).hasSizeGreaterThanOrEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource
  void programs(Block block) throws IOException, InterruptedException {
    write("Snippet.java", program(block));

    printsWhatThePageSays(
        block, java("--add-modules", "dev.terrarium.cli,dev.terrarium.robot", "Snippet.java"));
  }

  @ParameterizedTest
  @MethodSource
  void commands(Block block) throws IOException, InterruptedException {
    String java =
        String.join(
            " ",
            java(
                "-Xss16m",
                "--add-modules",
                "dev.terrarium.robot,java.desktop",
                "-m",
                "dev.terrarium.cli/dev.terrarium.cli.Main"));
    write("terrarium", "exec " + java + " \"$@\"\n");
    for (Page page : Page.all()) {
      for (Block named : page.blocks()) {
        if (page.file().equals(block.file()) && !named.name().isEmpty()) {
          write(named.name(), named.text());
        }
      }
    }

    printsWhatThePageSays(
        block, List.of("sh", "-ec", block.text().replace("./terrarium", "sh ./terrarium")));
  }

  static List<Block> programs() {
    return Page.blocks("java");
  }

  @ParameterizedTest
  @MethodSource
  void scripts(Block block) throws IOException, InterruptedException {
    write("snippet.py", block.text());
    String python =
        Environment.choose(SearchPath.ofProcess().withRequest("bundled", "the test"))
            .executable()
            .toString();

    printsWhatThePageSays(
        block,
        List.of(
            "env", "PYTHONPATH=" + SOURCES, "TERRARIUM_JAVA_HOME=" + HOME, python, "snippet.py"));
  }

  static List<Block> scripts() {
    return Page.blocks("python").stream()
        .filter(block -> block.name().isEmpty() && Page.expected(block).isPresent())
        .toList();
  }

  static List<Block> commands() {
    return Page.blocks("sh").stream().filter(block -> Page.expected(block).isPresent()).toList();
  }

  /// Statements alone are given a method to stand in; imports stay above it.
  private static String program(Block block) {
    if (block.text().contains("void main(")) {
      return block.text();
    }
    Predicate<String> isImport = line -> line.startsWith("import ");
    return lines(block, isImport)
        + "void main() throws Exception {\n"
        + lines(block, isImport.negate())
        + "}\n";
  }

  private static String lines(Block block, Predicate<String> which) {
    return block
        .text()
        .lines()
        .filter(which)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static List<String> java(String... arguments) {
    return Stream.concat(JAVA.stream(), Stream.of(arguments)).toList();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void printsWhatThePageSays(Block block, List<String> command)
      throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    String told = TOLD_WHEN_SLOW.matcher(Files.readString(errors)).replaceAll("");
    assertThat(process.waitFor()).as(output + told).isZero();
    Page.expected(block).ifPresent(expected -> assertThat(output).isEqualTo(expected));
    assertThat(told.strip()).matches(Page.told(block));
  }
}
