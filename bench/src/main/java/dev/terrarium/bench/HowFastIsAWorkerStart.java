package dev.terrarium.bench;

import dev.terrarium.worker.WorkerCrashedException;
import java.io.IOException;
import java.util.List;

/// How long does it take to open a node in a new process, beside a start of Python that does
/// nothing, and in a process that was kept?
final class HowFastIsAWorkerStart {
  private HowFastIsAWorkerStart() {}

  static void measure(Workshop workshop, Scores scores) throws Exception {
    try (Workshop.Open _ = workshop.node("end")) { // It has the process that was there.
      scores.add(
          Contest.ofRuns(
                  "start-new",
                  "a node opened in a new process, beside: python -I -c pass",
                  1,
                  Contender.waiting(times -> {
                    long[] nanos = new long[times];
                    for (int i = 0; i < times; i++) {
                      nanos[i] = started(workshop);
                    }
                    return nanos;
                  }))
              .beside(Contender.waiting(Contender.of(() -> alone(workshop.python()), 0))));
    }
    scores.add(
        Contest.ofRuns(
            "start-kept",
            "a node opened and closed in a process that was kept",
            1,
            Contender.waiting(Contender.of(() -> opened(workshop), true))));
  }

  private static long started(Workshop workshop) throws Exception {
    long start = System.nanoTime();
    try (Workshop.Open node = workshop.node("end")) {
      long nanos = System.nanoTime() - start;
      try {
        node.give(List.of("kill", 0L)); // It is not to be kept.
      } catch (WorkerCrashedException ended) {
        return nanos;
      }
      throw new IllegalStateException("the worker did not end");
    }
  }

  private static int alone(String python) throws IOException, InterruptedException {
    return Command.run(python, "-I", "-c", "pass").exitCode();
  }

  private static boolean opened(Workshop workshop) throws Exception {
    try (Workshop.Open _ = workshop.node("same")) {
      return true;
    }
  }
}
