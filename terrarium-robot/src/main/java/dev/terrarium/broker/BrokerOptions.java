package dev.terrarium.broker;

import dev.terrarium.worker.script.ScriptSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What a broker is opened with.
///
/// @param scripts the interpreter and where it runs: one word, `isolation`, says whether in this
///   process or in one of its own
/// @param modules what is imported when an interpreter begins to serve, in this order; again in
///   each that takes the place of a process that ended
/// @param exposure what scripts may see and do; nothing unless it is said
/// @param limits how long and how many
/// @param listeners who is told what happens
public record BrokerOptions(
    ScriptSettings scripts,
    List<String> modules,
    Exposure exposure,
    Limits limits,
    List<BrokerListener> listeners) {
  public BrokerOptions {
    modules = List.copyOf(modules);
    listeners = List.copyOf(listeners);
    modules.forEach(module -> Names.requireDotted("module", module));
  }

  /// Returns options that import nothing and expose nothing.
  public static BrokerOptions of(ScriptSettings scripts) {
    return new BrokerOptions(scripts, List.of(), Exposure.NOTHING, Limits.USUAL, List.of());
  }

  /// Returns these options with modules to import, in this order.
  public BrokerOptions importing(String... names) {
    return new BrokerOptions(scripts, List.of(names), exposure, limits, listeners);
  }

  /// Returns these options with what scripts may see and do.
  public BrokerOptions exposing(Exposure what) {
    return new BrokerOptions(scripts, modules, what, limits, listeners);
  }

  /// Returns these options with other limits.
  public BrokerOptions within(Limits other) {
    return new BrokerOptions(scripts, modules, exposure, other, listeners);
  }

  /// Returns these options with one more listener.
  public BrokerOptions telling(BrokerListener listener) {
    return new BrokerOptions(
        scripts,
        modules,
        exposure,
        limits,
        Stream.concat(listeners.stream(), Stream.of(listener)).toList());
  }

  /// How long and how many.
  ///
  /// @param handler how long a handler may take before it is interrupted
  /// @param backlog how many messages wait for one handler; the oldest gives way
  /// @param longCall from when on people are warned of an operation that runs on
  /// @param closing how long [Broker#close()] waits for Python code to end
  /// @param importing how long the import of each of the modules may take
  public record Limits(
      Duration handler, int backlog, Duration longCall, Duration closing, Duration importing) {
    /// What holds unless something else is said: handlers have a second, 64 messages wait for each,
    /// people are warned after 5 seconds, closing waits 1.5 seconds, and each import has 30.
    public static final Limits USUAL =
        new Limits(
            Duration.ofSeconds(1),
            64,
            Duration.ofSeconds(5),
            Duration.ofMillis(1500),
            CallOptions.DEADLINE);

    public Limits {
      requirePositive("handler", handler);
      requirePositive("longCall", longCall);
      requirePositive("closing", closing);
      requirePositive("importing", importing);
      if (backlog < 1) {
        throw new IllegalArgumentException(
            "backlog is how many messages wait for a handler, at least 1, not " + backlog);
      }
    }

    private static void requirePositive(String of, Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException(of + " is a time longer than nothing, not " + time);
      }
    }

    /// Returns these limits with another budget of handlers.
    public Limits withHandler(Duration budget) {
      return new Limits(budget, backlog, longCall, closing, importing);
    }

    /// Returns these limits with another number of messages that wait for a handler.
    public Limits withBacklog(int messages) {
      return new Limits(handler, messages, longCall, closing, importing);
    }

    /// Returns these limits with another time for imports.
    public Limits withImporting(Duration time) {
      return new Limits(handler, backlog, longCall, closing, time);
    }
  }
}
