package dev.terrarium.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A Python process that does rows as it is told, both sides of them, and says how long each run
/// took.
final class PythonSide implements AutoCloseable {
  private static final long FAREWELL_SECONDS = 20;

  private final Process process;
  private final PrintWriter input;
  private final BufferedReader output;

  PythonSide(Process process) {
    this.process = process;
    this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Our side of a row.
  Contender ours(String row) {
    return side(row, "ours");
  }

  /// What runs beside it.
  Contender beside(String row) {
    return side(row, "beside");
  }

  /// Returns why a row cannot be done here, if it cannot.
  Optional<String> missing(String row) {
    try {
      long[] _ = answer(row + " ours 1");
      return Optional.empty();
    } catch (IOException reason) {
      return Optional.ofNullable(reason.getMessage());
    }
  }

  private Contender side(String row, String side) {
    return new Contender() {
      private long worked;

      @Override
      public long[] nanos(int times) throws IOException {
        long[] answer = answer(row + " " + side + " " + times);
        worked += answer[0];
        return Arrays.copyOfRange(answer, 1, answer.length);
      }

      @Override
      public long worked() {
        return worked;
      }
    };
  }

  /// Returns the processor's nanoseconds that it took in all, then the nanoseconds of each run.
  private long[] answer(String question) throws IOException {
    input.println(question);
    String answer = output.readLine();
    if (answer == null) {
      throw new IOException("the Python process ended");
    }
    if (answer.startsWith("- ")) {
      throw new IOException(answer.substring(2));
    }
    return Arrays.stream(answer.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  /// Ends the process; how it ends badly is told on standard error, where the rows that it has done
  /// are not lost by it.
  @Override
  public void close() {
    input.close();
    try {
      if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        System.err.println("The Python process did not end by itself.");
      } else if (process.exitValue() != 0) {
        System.err.println("The Python process ended with " + process.exitValue() + ".");
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
