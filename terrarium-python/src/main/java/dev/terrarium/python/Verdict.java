package dev.terrarium.python;

import java.time.Duration;
import java.util.List;

/// What became of an interrupt: how far it had to go, and what can still be said of the code.
///
/// A *repeated* interrupt is one exception raised again and again, at growing intervals, as long as
/// the code runs.
public sealed interface Verdict {
  /// How far an interrupt had to go, the mildest first.
  enum Level {
    /// There was nothing to interrupt.
    NOTHING_RUNNING,
    /// The call waited for a thread or for the GIL, and never begins.
    NOT_STARTED,
    /// The code ended before an exception was raised in it.
    ON_ITS_OWN,
    /// The first exception ended the code.
    SOFT,
    /// A later exception ended it.
    REPEATED,
    /// The code runs on in spite of exceptions raised in it.
    SWALLOWED,
    /// The code waits where no exception can be raised in it, and lets others run Python.
    BLOCKED,
    /// The GIL cannot be had: nobody can run Python.
    HOLDS_GIL
  }

  /// How far the interrupt had to go.
  Level level();

  /// It in a sentence without a subject.
  String sentence();

  /// Where the code stands, innermost frame first, as far as that can be known: Python's frames,
  /// and Java's.
  default List<StackTraceElement> stack() {
    return List.of();
  }

  /// Nothing was running.
  record NothingRunning() implements Verdict {
    @Override
    public Level level() {
      return Level.NOTHING_RUNNING;
    }

    @Override
    public String sentence() {
      return "nothing is running";
    }
  }

  /// The call was withdrawn before it began.
  ///
  /// @param waited how long it waited
  /// @param busy what kept the interpreter busy, the likeliest first
  record NotStarted(Duration waited, List<RunningCall> busy) implements Verdict {
    public NotStarted {
      busy = List.copyOf(busy);
    }

    @Override
    public Level level() {
      return Level.NOT_STARTED;
    }

    @Override
    public String sentence() {
      return busy.isEmpty()
          ? "was not started: the interpreter is busy, maybe with a thread of Python's own"
          : "was not started: the interpreter is kept busy by " + Words.list(busy);
    }
  }

  /// The code has ended.
  ///
  /// @param raised how many exceptions were raised in it
  /// @param after how long after the first interrupt it ended
  record Ended(int raised, Duration after) implements Verdict {
    @Override
    public Level level() {
      return switch (raised) {
        case 0 -> Level.ON_ITS_OWN;
        case 1 -> Level.SOFT;
        default -> Level.REPEATED;
      };
    }

    @Override
    public String sentence() {
      return switch (level()) {
        case ON_ITS_OWN -> "ended on its own, " + Words.of(after) + " after it was interrupted";
        case SOFT -> "was ended by the first interrupt within " + Words.of(after);
        default -> "was ended by interrupt " + raised + " within " + Words.of(after);
      };
    }
  }

  /// The code swallows what is raised in it.
  ///
  /// @param raised how many exceptions were raised in it so far
  record Swallowed(int raised, List<StackTraceElement> stack) implements Verdict {
    public Swallowed {
      stack = List.copyOf(stack);
    }

    @Override
    public Level level() {
      return Level.SWALLOWED;
    }

    @Override
    public String sentence() {
      return "runs on in spite of %d interrupts raised in it%s; let BaseException pass there"
          .formatted(raised, Words.at(stack));
    }
  }

  /// The code waits, in C or in Java, and has let the GIL go; it is interrupted when it returns to
  /// Python.
  ///
  /// @param raised how many exceptions were raised in it before
  record Blocked(int raised, List<StackTraceElement> stack) implements Verdict {
    public Blocked {
      stack = List.copyOf(stack);
    }

    @Override
    public Level level() {
      return Level.BLOCKED;
    }

    @Override
    public String sentence() {
      return "waits where an interrupt does not reach it%s; it ends when that returns, and others can run meanwhile"
          .formatted(Words.at(stack));
    }
  }

  /// The GIL cannot be had. The stack is that of an earlier look, if there was one.
  ///
  /// @param others what else may be the one that holds it
  record HoldsGil(List<StackTraceElement> stack, List<RunningCall> others) implements Verdict {
    public HoldsGil {
      stack = List.copyOf(stack);
      others = List.copyOf(others);
    }

    @Override
    public Level level() {
      return Level.HOLDS_GIL;
    }

    @Override
    public String sentence() {
      return "does not let the GIL go%s%s; no Python runs in this process until that ends"
          .formatted(
              Words.at(stack),
              others.isEmpty() ? "" : " (unless that is " + Words.list(others) + ")");
    }
  }
}
