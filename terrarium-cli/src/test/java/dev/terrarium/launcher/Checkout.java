package dev.terrarium.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/// A checkout with our launcher in it, and with a JDK and a Maven that only say that they were
/// called.
final class Checkout {
  /// What a build leaves behind.
  static final String BUILD =
      """
      mkdir -p terrarium-cli/target/dist/modules
      echo place content > terrarium-cli/target/dist/id
      touch terrarium-cli/target/dist/stamp
      """;

  private final Path folder;

  private Checkout(Path folder) {
    this.folder = folder;
  }

  static Checkout in(Path parent) throws IOException {
    Checkout checkout = new Checkout(Files.createDirectories(parent.resolve("a checkout")));
    checkout.copy("terrarium");
    checkout.copy(".mvn/jdk.sh");
    for (String source :
        List.of(
            "pom.xml",
            "terrarium-python/pom.xml",
            "terrarium-python/src/main/java/A.java",
            "terrarium-cli/pom.xml",
            "terrarium-cli/src/main/java/Main.java",
            "python/src/terrarium/__init__.py")) {
      checkout.write(source, "");
    }
    checkout.jdk("jdk", 25);
    checkout.maven(BUILD);
    return checkout;
  }

  Path folder() {
    return folder;
  }

  /// A JDK of this release whose `java` prints its arguments, and makes the AOT cache it is asked
  /// for.
  Path jdk(String name, int release) throws IOException {
    write(
        name + "/release",
        "JAVA_RUNTIME_VERSION=\"" + release + ".0.1+8\"\nJAVA_VERSION=\"" + release + ".0.1\"\n");
    script(name + "/bin/javac", "");
    script(
        name + "/bin/java",
        """
        for argument; do
          case ${JDK_JAVA_OPTIONS-}$argument in
            *AOTMode=record*-XX:AOTConfiguration=*) echo recorded > "${argument#*=}" && exit ;;
            *AOTMode=create*-XX:AOTCache=*) echo trained > "${argument#*=}" && exit ;;
            *) echo "[$argument]" ;;
          esac
        done
        """);
    return folder.resolve(name);
  }

  /// Makes the JDK refuse every AOT cache.
  void refuseAotCaches() throws IOException {
    Path java = folder.resolve("jdk/bin/java");
    String refusal = "case ${JDK_JAVA_OPTIONS-} in *AOTMode=on*) exit 1 ;; esac\n";
    Files.writeString(
        java, Files.readString(java).replaceFirst("\n", "\n" + Matcher.quoteReplacement(refusal)));
  }

  /// Makes `mvnw` note that it was called and do this.
  void maven(String commands) throws IOException {
    script("mvnw", "cd \"${0%/*}\"\necho \"$@\" >> builds\n" + commands);
  }

  List<String> builds() throws IOException {
    Path builds = folder.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
  }

  /// Makes a source newer than whatever was built.
  void touch(String source) throws IOException {
    Files.setLastModifiedTime(folder.resolve(source), FileTime.from(Instant.now().plusSeconds(60)));
  }

  /// Makes what was built newer than every source.
  void markFresh() throws IOException {
    touch("terrarium-cli/target/dist/stamp");
  }

  void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /// Takes a file of the true checkout.
  void copy(String name) throws IOException {
    write(name, Files.readString(Path.of("..", name)));
  }

  /// Writes a program.
  void script(String name, String commands) {
    try {
      write(name, "#!/bin/sh\n" + commands);
      Files.setPosixFilePermissions(
          folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Said run(String... arguments) throws IOException {
    return run(Map.of(), arguments);
  }

  Said run(Map<String, String> variables, String... arguments) throws IOException {
    return start(folder.resolve("terrarium"), folder, variables, arguments).await();
  }

  /// Starts the launcher by this path in that folder, with no more surroundings than it needs.
  Launch start(
      Path launcher, Path workingDirectory, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command =
        Stream.concat(Stream.of("sh", launcher.toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().put("TERRARIUM_JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().putAll(variables);
    Path errors = Files.createTempFile(folder, "errors", "");
    return new Launch(builder.redirectError(errors.toFile()).start(), errors);
  }

  /// A launcher under way.
  record Launch(Process process, Path errors) {
    Said await() throws IOException {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      try {
        return new Said(process.waitFor(), output, Files.readString(errors));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// How a launcher ended.
  record Said(int status, String output, String errors) {}
}
