package dev.terrarium.environment;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A program that is run to its end, whose lines are told as they come.
///
/// @param directory where it runs
/// @param variables added to its environment unless they are there
/// @param listener hears each line
record Tool(Path directory, Map<String, String> variables, UnpackListener listener) {
  private static final int MOST_LINES = 400;

  /// What a person sets for a shell of their own, and what would lead an installer elsewhere.
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "VIRTUAL_ENV",
          "CONDA_PREFIX",
          "PIP_REQUIRE_VIRTUALENV",
          "PIP_USER",
          "PIP_TARGET",
          "PIP_PREFIX",
          "PIP_REPORT",
          "PIP_REQUIREMENT",
          "PIP_CONSTRAINT");

  /// How it ended.
  ///
  /// @param exit its exit code
  /// @param output the last of what it said, on both its outputs
  record Ended(int exit, String output) {
    boolean isDone() {
      return exit == 0;
    }
  }

  /// Runs a command; if this thread is interrupted, ends it with all that it has started.
  Ended run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("PYTHON") || NOT_PASSED_ON.contains(name));
    variables.forEach(environment::putIfAbsent);
    environment.put("NO_COLOR", "1");
    environment.put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    environment.put("UV_PYTHON_DOWNLOADS", "never");
    Process process = start(builder.redirectErrorStream(true));
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(
            () -> read(process),
            work -> Thread.ofPlatform().daemon().name("terrarium-tool-output").start(work));
    try {
      process.getOutputStream().close();
      int exit = process.waitFor();
      return new Ended(exit, output.get());
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", interrupt);
    } catch (ExecutionException failure) {
      throw new IOException("what " + command.getFirst() + " says cannot be read", failure);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    try {
      return builder.start();
    } catch (IOException failure) {
      throw new IOException(
          "%s cannot be run (%s)"
              .formatted(builder.command().getFirst(), Sentences.notStarted(failure)),
          failure);
    }
  }

  private String read(Process process) {
    Deque<String> lines = new ArrayDeque<>();
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (lines.size() == MOST_LINES) {
          lines.removeFirst();
        }
        lines.addLast(line);
        if (!line.isBlank()) {
          listener.progress(line.strip());
        }
      }
    } catch (IOException _) {
      lines.addLast("(what it said last could not be read)");
    }
    return String.join("\n", lines);
  }
}
