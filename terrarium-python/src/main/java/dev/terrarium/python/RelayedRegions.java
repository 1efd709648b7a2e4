package dev.terrarium.python;

import org.jspecify.annotations.Nullable;

/// The relayed region that each thread has open, so that what it opens inside goes to the same
/// carrier.
///
/// A second carrier would wait for the GIL that the first one holds for the very same thread.
final class RelayedRegions {
  private static final ThreadLocal<Gil> INNERMOST = new ThreadLocal<>();

  private RelayedRegions() {}

  /// Opens a region for the current thread on a carrier: its open one, or a fresh one.
  static Gil open(Interpreter interpreter) {
    StackEnd.checkHandOver();
    Thread owner = Thread.currentThread();
    Gil outer = INNERMOST.get();
    Gil region =
        outer == null ? fresh(interpreter, owner) : outer.relayed(() -> nested(outer, owner));
    INNERMOST.set(region);
    return region;
  }

  /// The relayed region that the current thread has open, or null.
  static @Nullable Gil current() {
    return INNERMOST.get();
  }

  private static Gil nested(Gil outer, Thread owner) {
    return outer.attachment.enterFor(owner, outer.relay());
  }

  private static Gil fresh(Interpreter interpreter, Thread owner) {
    Relay relay = new Relay();
    interpreter.carriers.hand(relay::serve);
    try {
      return relay.step(() -> interpreter.attachment().enterFor(owner, relay));
    } catch (Throwable refused) {
      relay.step(() -> {
        relay.end();
        return true;
      });
      throw refused;
    }
  }

  /// Notes that the current thread's innermost region closes.
  static void left(Gil region) {
    Gil outer = region.outer;
    if (outer == null) {
      INNERMOST.remove();
    } else {
      INNERMOST.set(outer);
    }
  }
}
