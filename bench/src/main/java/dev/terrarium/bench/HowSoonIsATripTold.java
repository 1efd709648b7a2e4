package dev.terrarium.bench;

import dev.terrarium.worker.script.Isolation;
import java.nio.file.Path;
import java.util.Properties;

/// How soon is a caller free when safety trips in the middle of Python code, and what does a call
/// through a broker cost?
///
/// What ruins an interpreter runs in a process of its own, which is killed and started again; where
/// it runs inline, each trip has a JVM of its own.
final class HowSoonIsATripTold {
  private static final double PROMISED_NANOS = 50e6;
  private static final int TRIPS = 200;
  private static final int QUICK_TRIPS = 10;
  private static final int JVMS = 10;
  private static final int QUICK_JVMS = 3;

  private final Scores scores;
  private final Path folder;
  private final String python;

  private HowSoonIsATripTold(Scores scores, Path folder, String python) {
    this.scores = scores;
    this.folder = folder;
    this.python = python;
  }

  static void measure(Scores scores, Path folder, String python) throws Exception {
    var rows = new HowSoonIsATripTold(scores, folder, python);
    for (Isolation isolation : Isolation.values()) {
      try (var robot = new TrippedRobot(folder, python, isolation)) {
        rows.trips(robot, isolation);
        rows.call(robot, isolation);
      }
    }
    rows.swallowedInline();
  }

  private static String word(Isolation isolation) {
    return isolation == Isolation.INLINE ? "inline" : "process";
  }

  private void trips(TrippedRobot robot, Isolation isolation) {
    String where = word(isolation);
    trip(robot, where, "spin", "while True: pass");
    trip(robot, where, "sleep", "time.sleep(10)");
    trip(robot, where, "crunch", "a long NumPy calculation");
    if (isolation == Isolation.PROCESS) {
      trip(robot, where, "swallow", "except BaseException in a loop, killed and started again");
    }
  }

  private void trip(TrippedRobot robot, String where, String function, String words) {
    int times = scores.quick() ? QUICK_TRIPS : TRIPS;
    add(function, where, words, times, () -> robot.freedAndOver(function));
  }

  /// What swallows its interrupts inline keeps its interpreter for ever.
  private void swallowedInline() {
    int times = Integer.getInteger(Child.JVMS, scores.quick() ? QUICK_JVMS : JVMS);
    add(
        "swallow",
        "inline",
        "except BaseException in a loop, a JVM for each",
        times,
        () -> {
          Properties found = Child.run(Swallowed.class, python, folder.toString());
          return Double.parseDouble(found.getProperty(Swallowed.NANOS));
        });
  }

  private interface Trip {
    /// Returns the nanoseconds from a trip to the caller that goes on.
    double nanos() throws Exception;
  }

  private void add(String function, String where, String words, int times, Trip trip) {
    scores.add(
        "broker-trip-" + function + "-" + where,
        "from a trip to its caller freed, " + where + ": " + words,
        new Promise.NearlyAllUnder(PROMISED_NANOS).toString(),
        () -> {
          double[] nanos = new double[times];
          for (int i = 0; i < times; i++) {
            nanos[i] = trip.nanos();
          }
          Distribution all = Distribution.of(nanos);
          return new Scores.Finding(
              "P50 %s, P99 %s, longest %s, of %d"
                  .formatted(
                      Numbers.brief(all.p50()),
                      Numbers.brief(all.p99()),
                      Numbers.brief(all.max()),
                      times),
              all.p99() <= PROMISED_NANOS,
              all.described());
        });
  }

  private void call(TrippedRobot robot, Isolation isolation) {
    String where = word(isolation);
    robot.arm();
    scores.add(
        Contest.ofRuns(
            "broker-call-" + where,
            "a call of x + 1 through a broker, " + where,
            1,
            Contender.of(() -> robot.broker().call("trips", "one", 41), 42L)));
  }

  /// A JVM that trips code which swallows its interrupts, once, after some that does not.
  static final class Swallowed {
    static final String NANOS = "nanos";
    private static final int EARLIER = 20;

    private Swallowed() {}

    /// Prints the nanoseconds.
    ///
    /// @param arguments the interpreter, and a folder for scripts
    public static void main(String[] arguments) throws Exception {
      var robot = new TrippedRobot(Path.of(arguments[1]), arguments[0], Isolation.INLINE);
      for (int i = 0; i < EARLIER; i++) {
        robot.freedAndOver("spin");
      }
      System.out.println(NANOS + "=" + robot.freed("swallow"));
      System.out.flush();
      Runtime.getRuntime().halt(0); // Nothing else ends what runs there.
    }
  }
}
