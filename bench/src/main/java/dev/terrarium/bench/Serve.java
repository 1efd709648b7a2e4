package dev.terrarium.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A bridge's side of the comparison: does rows of work as it is told.
///
/// Each line `ROW COUNT` on standard input is answered by the nanoseconds that the row took that
/// many times, or by `- REASON`. The peers' own programs, which Maven does not build, use it too.
public final class Serve {
  private final Map<String, Work> rows = new HashMap<>();
  private final Map<String, String> missing = new HashMap<>();

  /// Does a row that many times, and checks what comes back.
  @FunctionalInterface
  public interface Work {
    void run(int count) throws Exception;
  }

  public void row(String name, Work work) {
    rows.put(name, work);
  }

  /// Says why there are no such rows.
  public void without(String reason, String... names) {
    for (String name : names) {
      missing.put(name, reason);
    }
  }

  /// Serves until the input ends.
  ///
  /// @param version what is measured
  public void untilEnd(String version) throws IOException {
    System.out.println("ready " + version);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = input.readLine()) != null; ) {
      String[] words = line.split(" ", -1);
      System.out.println(answer(words[0], Integer.parseInt(words[1])));
      System.out.flush();
    }
  }

  private String answer(String name, int count) {
    Work work = rows.get(name);
    if (work == null) {
      return "- " + missing.getOrDefault(name, "not there");
    }
    try {
      long start = System.nanoTime();
      work.run(count);
      return Long.toString(System.nanoTime() - start);
    } catch (Exception | LinkageError failure) {
      failure.printStackTrace();
      return "- it failed: " + String.valueOf(failure).lines().findFirst().orElse("");
    }
  }

  public static void check(boolean right) {
    if (!right) {
      throw new IllegalStateException("a wrong result came back");
    }
  }

  /// Half of the work on each of two threads at once.
  public static void inTwo(ExecutorService first, ExecutorService second, int count, Work work)
      throws Exception {
    Callable<Boolean> half =
        () -> {
          work.run(count / 2);
          return true;
        };
    Future<Boolean> one = first.submit(half);
    Future<Boolean> other = second.submit(half);
    check(one.get() && other.get());
  }

  /// A thread with a large stack, which stays.
  public static ExecutorService thread() {
    return Executors.newSingleThreadExecutor(work -> {
      Thread thread = new Thread(null, work, "caller", 64L << 20);
      thread.setDaemon(true);
      return thread;
    });
  }
}
