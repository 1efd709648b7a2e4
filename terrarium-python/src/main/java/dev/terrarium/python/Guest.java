package dev.terrarium.python;

import dev.terrarium.logging.Loggers;
import dev.terrarium.logging.PythonRecord;
import dev.terrarium.python.bridge.Farewell;
import dev.terrarium.python.bridge.Sources;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The Python package `terrarium` inside the interpreter, which makes Python a good guest of this
/// JVM: it leaves the JVM its signals, sends output and log records here, and says farewell.
///
/// Sinks and loggers are called without the GIL, since they may wait for other threads, and one
/// piece of output at a time.
final class Guest {
  /// What Python's exit functions may take before the JVM exits without them.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final PyRef endCall;

  /// Whether Python holds output back until the call ends. Guarded by the GIL.
  private boolean holding;

  private Guest(PyRef endCall) {
    this.endCall = endCall;
  }

  /// Imports the package and starts it, before any code of the user runs.
  static Guest start(Gil gil, PythonOptions options) {
    Interpreter interpreter = gil.attachment.interpreter;
    gil.run(Sources.FINDER, Sources.finder())
        .callMethod("install", sources(Relay.await(interpreter.sources)));
    PyObject embedded = gil.importModule(Sources.EMBEDDED);
    interpreter.setJavaError(gil.importModule("terrarium").attr("JavaError").newReference());
    Guest guest = new Guest(embedded.attr("end_call").keep());
    embedded.attr("start").call(List.of(), guest.settings(gil, options));
    int signal =
        embedded
            .callMethod(
                "interruptible",
                gil.function("is_wanted", isWanted()),
                gil.function("raised", raised()),
                gil.function("postpone", postpone()))
            .as(int.class);
    interpreter.carriers.setSignal(signal);
    interpreter.setInterrupted(gil.importModule("terrarium").attr("Interrupted").newReference());
    ForkedChild.watch(gil);
    PyRef end = embedded.attr("end").keep();
    Farewell.atExit(new Parting(interpreter, end), FAREWELL);
    return guest;
  }

  /// Whether an interrupt is meant for what the current thread runs.
  private static JavaFunction isWanted() {
    return arguments -> {
      Attachment attachment = arguments.gil().attachment;
      Interruption interruption = attachment.interruption();
      return interruption != null && interruption.isPending() && !attachment.isShielded();
    };
  }

  /// Notes that an interrupt was raised on the current thread.
  static JavaFunction raised() {
    return arguments -> {
      Interruption interruption = arguments.gil().attachment.interruption();
      if (interruption != null) {
        interruption.noteRaised();
      }
      return null;
    };
  }

  /// Has an interrupt of the current thread come again a moment later.
  private static JavaFunction postpone() {
    return arguments -> {
      Interruption interruption = arguments.gil().attachment.interruption();
      return interruption != null && interruption.postpone();
    };
  }

  /// By module, a tuple of its text and whether it is a package.
  private static Map<String, Object[]> sources(Map<String, String> texts) {
    Map<String, Object[]> sources = new LinkedHashMap<>();
    for (Map.Entry<String, String> each : texts.entrySet()) {
      String module = each.getKey();
      sources.put(module, new Object[] {each.getValue(), Sources.isPackage(module)});
    }
    return sources;
  }

  private Map<String, Object> settings(Gil gil, PythonOptions options) {
    Map<String, Object> settings = new LinkedHashMap<>();
    options.output().stdout().ifPresent(sink -> settings.put("stdout", sink(gil, "stdout", sink)));
    options.output().stderr().ifPresent(sink -> settings.put("stderr", sink(gil, "stderr", sink)));
    settings.put(
        "holding",
        gil.function(
            "holding",
            _ -> {
              holding = true;
              return null;
            }));
    if (options.logging()) {
      Loggers loggers = new Loggers();
      settings.put("log", gil.function("log", told -> log(loggers, told)));
      settings.put(
          "is_enabled",
          gil.function(
              "is_enabled",
              asked -> loggers.isEnabled(asked.as(0, String.class), asked.as(1, int.class))));
    }
    settings.put("switch_interval", options.switchInterval().toNanos());
    settings.put("executable", options.installation().executable().toString());
    Sources.folder().ifPresent(folder -> settings.put("folder", folder));
    return settings;
  }

  private static PyObject sink(Gil gil, String name, Consumer<String> sink) {
    ReentrantLock oneAtATime = new ReentrantLock();
    return gil.function(
        name,
        arguments -> {
          String text = arguments.as(0, String.class);
          return arguments
              .gil()
              .released(() -> {
                oneAtATime.lock();
                try {
                  sink.accept(text);
                } finally {
                  oneAtATime.unlock();
                }
                return null;
              });
        });
  }

  private static @Nullable Object log(Loggers loggers, PyArguments told) {
    PyObject exception = told.get(4);
    PythonRecord record =
        new PythonRecord(
            told.as(0, int.class),
            told.as(1, String.class),
            told.as(2, String.class),
            told.as(3, String.class),
            exception.isNone() ? null : Raised.of(told.gil().attachment, exception),
            told.size() > 5 ? told.get(5).as(new TypeRef<Map<String, String>>() {}) : Map.of());
    Optional<LoggedLink> place =
        told.size() > 6
            ? Optional.of(new LoggedLink(told.as(6, int.class), told.as(7, int.class)))
            : Optional.empty();
    return told.gil()
        .released(() -> {
          Runnable logged = () -> PythonLogs.keepingOut(() -> loggers.log(record));
          place.ifPresentOrElse(known -> known.during(logged), logged);
          return null;
        });
  }

  /// Whether the call that ends must be told of. Needs the GIL.
  boolean isHolding() {
    return holding;
  }

  /// Sends what this thread's call has written and not finished; in a region that is about to end.
  void endCall(Gil gil) {
    holding = false;
    holding |= gil.of(endCall).call(boolean.class);
  }
}
