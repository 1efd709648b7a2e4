package dev.terrarium.bus.command;

import java.util.Optional;

/// The result cache, with its clock, and swept as long as anything is in it.
final class Results {
  private final CommandsOptions options;
  private final Alarms alarms;
  private final ResultCache cache;
  private boolean isSweeping;
  private long last;

  Results(CommandsOptions options, Alarms alarms) {
    this.options = options;
    this.alarms = alarms;
    this.cache = new ResultCache(options.resultsKept());
  }

  synchronized void put(ExecutionId id, CommandOutcome outcome) {
    cache.put(id, outcome, now());
    sweepLater();
  }

  synchronized Awaited fetch(ExecutionId id) {
    Optional<CommandOutcome> outcome = cache.fetch(id, now());
    return outcome.<Awaited>map(Awaited.Over::new).orElse(new Awaited.Gone(id));
  }

  synchronized int size() {
    return cache.size();
  }

  private void sweepLater() {
    if (!isSweeping) {
      isSweeping = true;
      var _ = alarms.after(options.sweepEvery(), this::sweep);
    }
  }

  private synchronized void sweep() {
    isSweeping = false;
    cache.sweep(now());
    if (cache.size() > 0) {
      sweepLater();
    }
  }

  /// Returns the time, or what it was last if the clock is broken: an execution ends without one.
  private long now() {
    try {
      last = options.nanoTime().getAsLong();
    } catch (Throwable e) { // Results are then kept until the oldest gives way.
    }
    return last;
  }
}
