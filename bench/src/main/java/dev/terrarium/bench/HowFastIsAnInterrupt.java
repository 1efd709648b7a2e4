package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import dev.terrarium.python.Gil;
import dev.terrarium.python.Interruption;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonCall;
import dev.terrarium.python.PythonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// How long from an interrupt to the caller's being free, and does one ever hit the wrong call?
///
/// In a JVM of its own: code that loops, sleeps or waits for a lock is interrupted once it runs, on
/// Python's main thread and, the loop, on another; then calls are raced that end about when they
/// are interrupted, each followed by an innocent one. A stray is an innocent call that was hit.
final class HowFastIsAnInterrupt {
  private static final int ROUNDS = 1000;
  private static final int WARM_UP = 200;
  private static final int RACES = 10_000;
  private static final double STEP = 1.05;
  private static final double LONGEST_DELAY = 2e6;
  private static final double PROMISED_NANOS = 10e6;
  private static final List<String> QUANTILES = List.of("p10", "p50", "p90", "p99", "max");
  private static final Map<String, String> CASES = new LinkedHashMap<>();

  static {
    CASES.put("loop", "interrupt of a pure Python loop, main thread");
    CASES.put("sleep", "interrupt of time.sleep, main thread");
    CASES.put("wait", "interrupt of Lock.acquire, main thread");
    CASES.put("elsewhere", "interrupt of a pure Python loop, another thread");
  }

  private static final String SOURCE =
      """
      import threading, time
      lock = threading.Lock()
      lock.acquire()
      def loop(started):
          started()
          while True:
              pass
      def sleep(started):
          started()
          time.sleep(60)
      def wait(started):
          started()
          lock.acquire()
      def work():
          return sum(sum(i for i in range(100)) for _ in range(100))
      def innocent():
          return sum(i for i in range(200))
      """;

  private final Interpreter interpreter = new Interpreter();
  private final PyRef module;
  private final Random random = new Random(20_261_121);
  private double delayNanos = 500_000;

  private HowFastIsAnInterrupt(String chosen) {
    interpreter.chosen = chosen;
    interpreter.open();
    try (Gil gil = interpreter.python.attach()) {
      module = gil.run("interrupted", SOURCE).keep();
    }
  }

  /// The rows `interrupt-loop`, `-sleep`, `-wait`, `-elsewhere` and `interrupt-races`.
  static List<Map<String, Object>> measure(Installation installation)
      throws IOException, InterruptedException {
    Properties found = Child.run(HowFastIsAnInterrupt.class, installation);
    List<Map<String, Object>> rows = new ArrayList<>();
    CASES.forEach((name, title) -> rows.add(row(name, title, found)));
    rows.add(races(found));
    return rows;
  }

  private static Map<String, Object> row(String name, String title, Properties found) {
    double[] quantiles =
        QUANTILES.stream()
            .mapToDouble(quantile -> Double.parseDouble(found.getProperty(name + "." + quantile)))
            .toArray();
    Spread spread =
        new Spread(ROUNDS, quantiles[0], quantiles[1], quantiles[2], quantiles[3], quantiles[4]);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", "interrupt-" + name);
    row.put("title", title);
    row.put("target", "p99 < 10 ms");
    row.put("met", spread.p99() < PROMISED_NANOS);
    row.put("ours", Results.spread(spread));
    return row;
  }

  private static Map<String, Object> races(Properties found) {
    long strays = Long.parseLong(found.getProperty("races.strays"));
    long stopped = Long.parseLong(found.getProperty("races.stopped"));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", "interrupt-races");
    row.put("title", String.format(Locale.ROOT, "%,d interrupts raced with a call's end", RACES));
    row.put("target", "no stray");
    row.put("met", strays == 0);
    row.put("text", String.format(Locale.ROOT, "%,d strays, %,d stopped", strays, stopped));
    row.put("strays", strays);
    row.put("stopped", stopped);
    return row;
  }

  public static void main(String[] arguments) throws Exception {
    new HowFastIsAnInterrupt(arguments[0]).run();
    System.exit(0);
  }

  private void run() throws Exception {
    print("loop", times("loop"));
    print("sleep", times("sleep"));
    print("wait", times("wait"));
    race();
    CountDownLatch enough = new CountDownLatch(1);
    PythonCall<Boolean> main =
        interpreter.python.submit(gil -> gil.released(() -> awaited(enough)));
    print("elsewhere", times("loop"));
    race();
    enough.countDown();
    main.join();
    System.out.println("races.strays=" + strays + "\nraces.stopped=" + stopped);
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException interrupted) {
      return false;
    }
  }

  private double[] times(String function) throws Exception {
    double[] times = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      double nanos = interrupted(function);
      if (round >= 0) {
        times[round] = nanos;
      }
    }
    return times;
  }

  /// From the request to the caller that knows of the end.
  private double interrupted(String function) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    PythonCall<Boolean> call =
        interpreter.python.submit(gil -> {
          gil.of(module)
              .callMethod(
                  function,
                  gil.function(
                      "started",
                      _ -> {
                        started.countDown();
                        return null;
                      }));
          return true;
        });
    started.await();
    LockSupport.parkNanos(200_000); // Into the loop, or the system call.
    long begun = System.nanoTime();
    Interruption _ = call.interrupt();
    try {
      call.join();
      throw new IllegalStateException(function + " was not interrupted");
    } catch (PythonException interrupted) {
      double nanos = System.nanoTime() - begun;
      interrupted.value().close();
      return nanos;
    }
  }

  private static void print(String name, double[] times) {
    Spread spread = Spread.of(times);
    System.out.println(name + ".p10=" + spread.p10() + "\n" + name + ".p50=" + spread.p50());
    System.out.println(name + ".p90=" + spread.p90() + "\n" + name + ".p99=" + spread.p99());
    System.out.println(name + ".max=" + spread.max());
  }

  private int strays;
  private int stopped;

  /// Half of all races: each interrupt comes later after a call that was stopped, and earlier after
  /// one that was not, so that most come when a call ends.
  private void race() throws Exception {
    for (int round = 0; round < RACES / 2; round++) {
      PythonCall<Boolean> call =
          interpreter.python.submit(gil -> gil.of(module).callMethod("work").isTrue());
      LockSupport.parkNanos((long) (delayNanos * (0.8 + 0.4 * random.nextDouble())));
      Interruption _ = call.interrupt();
      try {
        call.join();
        delayNanos /= STEP;
      } catch (PythonException interrupted) {
        interrupted.value().close();
        later();
      } catch (CancellationException notStarted) {
        later();
      }
      innocent();
    }
  }

  private void later() {
    stopped++;
    delayNanos = Math.min(delayNanos * STEP, LONGEST_DELAY);
  }

  private void innocent() throws InterruptedException {
    try {
      interpreter.python.submit(gil -> gil.of(module).callMethod("innocent").isTrue()).await();
    } catch (PythonException hit) {
      strays++;
    }
  }
}
