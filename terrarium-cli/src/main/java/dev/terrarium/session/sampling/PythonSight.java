package dev.terrarium.session.sampling;

import dev.terrarium.pipeline.run.RunStack;
import dev.terrarium.pipeline.run.RunThreads.AtWork;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonCall;
import dev.terrarium.python.RunningCall;
import dev.terrarium.python.ThreadDump;
import dev.terrarium.python.ThreadDump.PythonThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sees threads in both languages; asks Python only where a thread is in it.
final class PythonSight implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(250);

  /// How long a thread may keep the GIL while we wait: what is shorter cannot be looked into.
  private static final double CLOSER_SECONDS = 100e-6;

  private static final String C = "dev.terrarium.capi.";
  private static final Frame KEPT = new Frame(Frame.Kind.PYTHON, "C code that keeps the GIL", "");
  private static final Frame SHORT =
      new Frame(Frame.Kind.PYTHON, "Python, too short to look into", "");
  private static final String CALL = PythonCall.class.getName();

  private Optional<Python> python = Optional.empty();
  private double before;

  /// A thread as it was seen.
  ///
  /// @param elements its stack, outermost first
  /// @param thread the thread that does the work: another, where Python works on one of its own
  /// @param isBusy whether it works for sure
  /// @param end what it does, where neither its frames nor its rest tell
  record Seen(
      List<StackTraceElement> elements, Thread thread, boolean isBusy, Optional<Frame> end) {
    private Seen(List<StackTraceElement> elements, Thread thread) {
      this(elements, thread, false, Optional.empty());
    }
  }

  /// All threads at one moment.
  ///
  /// @param java the stacks of those at work, innermost first
  /// @param dump Python's view, where it was needed
  record Sight(
      Map<Thread, StackTraceElement[]> java, @Nullable ThreadDump dump, List<RunningCall> running) {
    Seen stackOf(AtWork at) {
      var own =
          StackSampler.outermostFirst(java.getOrDefault(at.thread(), new StackTraceElement[0]));
      if (dump == null || own.stream().noneMatch(PythonSight::isOfC)) {
        return elsewhere(at, own).orElseGet(() -> new Seen(own, at.thread()));
      }
      return dump.threads().stream()
          .filter(each -> isOf(each, at.thread()))
          .findFirst()
          .map(each -> inPython(each, own))
          .orElseGet(() -> new Seen(own, at.thread()));
    }

    /// What it did before anybody asked Python counts, since asking changes that: it may have left
    /// Python, or wait for the GIL because of us.
    private Seen inPython(PythonThread each, List<StackTraceElement> own) {
      var thread = each.java().orElseThrow().thread();
      if (each.holdsGil() && !isComplete()) {
        return new Seen(own, thread, true, Optional.of(KEPT));
      }
      if (each.stack().stream().anyMatch(Frame::isPython)) {
        var elements = StackSampler.outermostFirst(each.stack().toArray(new StackTraceElement[0]));
        return new Seen(elements, thread, each.holdsGil(), Optional.empty());
      }
      if (own.isEmpty() || !isOfC(own.getLast())) {
        return new Seen(own, thread);
      }
      return new Seen(own, thread, true, each.holdsGil() ? Optional.of(SHORT) : wait(each));
    }

    private boolean isComplete() {
      return dump != null && dump.isComplete();
    }

    /// A thread that is on its way into Python waits if another has the GIL.
    private Optional<Frame> wait(PythonThread each) {
      return dump != null
              && dump.threads().stream()
                  .anyMatch(other -> other.holdsGil() && other.ident() != each.ident())
          ? Optional.of(Frame.waiting("waiting for the GIL"))
          : Optional.empty();
    }

    private static boolean isOf(PythonThread each, Thread thread) {
      return each.java().filter(java -> java.thread().equals(thread)).isPresent();
    }

    /// Finds the thread of Python's own that works for a node with a time limit, whose caller
    /// waits.
    private Optional<Seen> elsewhere(AtWork at, List<StackTraceElement> own) {
      int call = own.size() - 1;
      while (call >= 0 && !own.get(call).getClassName().equals(CALL)) {
        call--;
      }
      var nodes = new RunStack(at, own).nodes();
      if (call < 0 || nodes.isEmpty() || dump == null) {
        return Optional.empty();
      }
      var callers = new ArrayList<>(own.subList(0, call));
      var name = "node " + List.copyOf(nodes.values()).getLast();
      return running.stream()
          .filter(each -> each.name().equals(name))
          .flatMap(each -> each.thread().stream())
          .flatMap(carrier -> dump.threads().stream().filter(each -> isNamed(each, carrier)))
          .filter(each -> each.holdsGil() || each.stack().stream().anyMatch(Frame::isPython))
          .findFirst()
          .map(each -> carried(each, callers));
    }

    private Seen carried(PythonThread each, List<StackTraceElement> callers) {
      var seen = inPython(each, callers);
      if (seen.end().isPresent()) {
        return seen;
      }
      var elements = new ArrayList<>(callers);
      seen.elements().stream()
          .dropWhile(element -> !Frame.isPython(element))
          .forEach(elements::add);
      return new Seen(elements, seen.thread(), seen.isBusy(), seen.end());
    }

    private static boolean isNamed(PythonThread each, String name) {
      return each.java().filter(java -> java.thread().getName().equals(name)).isPresent();
    }
  }

  private static boolean isOfC(StackTraceElement element) {
    return element.getClassName().startsWith(C);
  }

  Sight look(List<AtWork> working) {
    var java = new HashMap<Thread, StackTraceElement[]>();
    boolean isInPython = false;
    boolean isElsewhere = false;
    for (var at : working) {
      var stack = at.thread().getStackTrace();
      java.put(at.thread(), stack);
      for (var element : stack) {
        isInPython |= isOfC(element);
        isElsewhere |= element.getClassName().equals(CALL);
      }
    }
    if (!isInPython && !isElsewhere) {
      return new Sight(java, null, List.of());
    }
    if (python.isEmpty()) {
      python = Python.opened();
      python.ifPresent(known -> before = interval(known, CLOSER_SECONDS));
    }
    if (python.isEmpty()) {
      return new Sight(java, null, List.of());
    }
    var running = isElsewhere ? python.get().running() : List.<RunningCall>of();
    return new Sight(java, python.get().threads(PATIENCE), running);
  }

  /// Sets the interpreter's switch interval, and returns what it was.
  private static double interval(Python python, double seconds) {
    return python.call(gil -> {
      var sys = gil.importModule("sys");
      double old = sys.callMethod("getswitchinterval").as(double.class);
      var _ = sys.callMethod("setswitchinterval", seconds).isNone();
      return old;
    });
  }

  @Override
  public void close() {
    python.ifPresent(known -> {
      var _ = interval(known, before);
      known.close();
    });
  }
}
