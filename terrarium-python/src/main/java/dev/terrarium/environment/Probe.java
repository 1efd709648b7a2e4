package dev.terrarium.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks an interpreter what it is, by running it.
final class Probe {
  private static final int MOST_OUTPUT = 1 << 20;

  private final Path directory;
  private final Duration limit;

  /// @param directory where the interpreter runs; version managers' shims choose by it
  /// @param limit after which an interpreter that has not answered is killed
  Probe(Path directory, Duration limit) {
    this.directory = directory;
    this.limit = limit;
  }

  /// What came of asking.
  sealed interface Result {
    record Answered(Answer answer) implements Result {}

    record Failed(String reason) implements Result {}
  }

  /// What it says of itself.
  Result ask(Path executable) {
    return ask(executable, "probe.py");
  }

  /// What it answers to a question.
  ///
  /// @param question the file beside this class that holds it
  Result ask(Path executable, String question, String... arguments) {
    Process process;
    try {
      process = start(executable, question, arguments);
    } catch (IOException failure) {
      return new Result.Failed("it cannot be run: " + Sentences.notStarted(failure) + ".");
    }
    CompletableFuture<String> output = drain(process.getInputStream());
    CompletableFuture<String> errors = drain(process.getErrorStream());
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Result.Failed(
            "it did not say what it is within %d seconds and was stopped.%s"
                .formatted(limit.toSeconds(), shim(executable)));
      }
      return judge(
          process.exitValue(), output.get(1, TimeUnit.SECONDS), errors.get(1, TimeUnit.SECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Result.Failed("asking it was interrupted.");
    } catch (ExecutionException | TimeoutException failure) {
      return new Result.Failed("its output could not be read: " + failure + ".");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(Path executable, String question, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(executable.toString(), "-I", "-c"));
    command.add(Resources.text("answer.py") + Resources.text(question));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    if (Files.isDirectory(directory)) {
      builder.directory(directory.toFile());
    }
    builder.environment().keySet().removeIf(name -> name.startsWith("PYTHON"));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static Result judge(int status, String output, String errors) {
    Optional<Answer> answer = Answer.in(output);
    if (answer.isPresent()) {
      return new Result.Answered(answer.get());
    }
    if (errors.contains("Unknown option: -I")) {
      return new Result.Failed("it is older than Python 3.4; " + Judge.NEEDED);
    }
    String said = Sentences.lastLine(errors.isBlank() ? output : errors);
    String words = said.isEmpty() ? "it said nothing" : "it said: " + said;
    if (status > 128) {
      return new Result.Failed(
          "it crashed when it was asked what it is (exit code %d); %s".formatted(status, words));
    }
    return new Result.Failed(
        "it does not answer as a Python does (exit code %d); %s".formatted(status, words));
  }

  private static String shim(Path executable) {
    return executable.toString().contains("shims")
        ? " It looks like a version manager's shim: name the interpreter behind it."
        : "";
  }

  private static CompletableFuture<String> drain(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        },
        work -> Thread.ofPlatform().daemon().name("terrarium-probe-output").start(work));
  }
}
