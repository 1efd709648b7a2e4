package dev.terrarium.bus.command;

/// Counts; guarded by the engine's lock.
final class Tally {
  long refused;
  long started;
  long overdue;
  private long succeeded;
  private long failed;
  private long cancelled;

  void settled(CommandOutcome outcome) {
    switch (outcome.status()) {
      case SUCCEEDED -> succeeded++;
      case CANCELLED -> cancelled++;
      case FAILED, STARTED -> failed++;
    }
  }

  CommandCounts counts() {
    return new CommandCounts(refused, started, succeeded, failed, cancelled, overdue);
  }
}
