package dev.terrarium.worker.process;

/// Decides whether a worker and the thread that waits for it spin for a moment before they sleep.
///
/// Whoever sleeps has to be woken, which may take several times as long as a small item: then
/// spinning pays. It is dear where the two are on one processor, and useless for long items. Which
/// of this holds, is for the system to know, and changes: so both ways are measured. What has been
/// faster lately is done, and the other tried now and then, the more rarely the more often it was
/// slower.
///
/// One thread at a time uses it.
final class SpinPolicy {
  /// How long either side spins; as in `terrarium._line`.
  private static final long MOMENT_NANOS = 50_000;

  private static final int BURST = 32;
  private static final int TRIAL = 8;
  private static final int UNCOUNTED = 2;
  private static final double WORTH_IT = 0.8;
  private static final long FIRST_GAP_NANOS = 20_000_000;
  private static final long LAST_GAP_NANOS = 1_000_000_000;

  private final boolean isPossible;
  private boolean spins;
  private boolean isTrial;
  private double usual = Double.NaN;
  private double other = Double.NaN;
  private long begin;
  private long total;
  private int count;
  private long gap = FIRST_GAP_NANOS;
  private long nextTrial = Long.MIN_VALUE;

  /// @param processors how many there are
  SpinPolicy(int processors) {
    this.isPossible = processors > 1;
  }

  /// Whether to spin in the next wait.
  boolean spins() {
    return spins;
  }

  /// Begins a wait.
  ///
  /// @param now the system's clock
  void begin(long now) {
    begin = now;
  }

  /// Whether this thread is still to spin in this wait.
  boolean spinsOn() {
    Thread.onSpinWait();
    return spins
        && System.nanoTime() - begin < MOMENT_NANOS
        && !Thread.currentThread().isInterrupted();
  }

  /// Ends the wait: it was of use.
  void end(long now) {
    if (!isPossible) {
      return;
    }
    if (++count > UNCOUNTED) { // The first ones are still of the other way.
      total += now - begin;
    }
    if (isTrial) {
      tried(now);
    } else if (count == BURST) {
      usual = mean();
      boolean isOvertaken = isBetter(other, !spins);
      beginBurst();
      if (isOvertaken || now >= nextTrial) {
        turn();
        isTrial = true;
      }
    }
  }

  private void tried(long now) {
    boolean isBetter = isBetter(mean(), spins);
    if (count == BURST || (count == TRIAL && !isBetter)) {
      other = isBetter ? usual : mean();
      usual = isBetter ? mean() : usual;
      gap = isBetter ? FIRST_GAP_NANOS : Math.min(LAST_GAP_NANOS, 2 * gap);
      nextTrial = now + gap;
      isTrial = false;
      if (!isBetter) {
        turn();
      }
      beginBurst();
    }
  }

  private boolean isBetter(double nanos, boolean isSpinning) {
    return nanos < usual * (isSpinning ? WORTH_IT : 1 / WORTH_IT);
  }

  private double mean() {
    return (double) total / (count - UNCOUNTED);
  }

  private void turn() {
    spins = !spins;
  }

  private void beginBurst() {
    count = 0;
    total = 0;
  }
}
