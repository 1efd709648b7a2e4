package dev.terrarium.bench;

import com.sun.management.ThreadMXBean;
import dev.terrarium.bus.Bus;
import dev.terrarium.bus.BusOptions;
import dev.terrarium.bus.Mailbox;
import dev.terrarium.bus.Overflow;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.message.payload.StateMachine;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.RobotId;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// How long does a publisher take over a message to one subscriber, and what does it allocate?
///
/// Once into a mailbox that somebody empties, once to a handler that is busy with the last one, and
/// once to a handler that sleeps, which has to be woken.
final class HowFastIsAPublish {
  private static final int ITEMS = 1_000;
  private static final int ROUNDS = 100;
  private static final double PROMISED = 1_000;
  private static final TopicPath PATH = TopicPath.of("sensor.arm.joint_state");

  private HowFastIsAPublish() {}

  static void measure(Scores scores) {
    try (Bus bus = Bus.open(Optional.of(new RobotId("arm")), BusOptions.of("bench"))) {
      Envelope envelope = bus.envelope("arm", new StateMachine.Transition("idle", "executing"));
      Mailbox box =
          bus.subscribe(
              PATH, SubscriptionOptions.named("box").holding(ITEMS, Overflow.DROP_OLDEST));
      scores.add(
          Contest.ofItems(
                  "publish-mailbox",
                  "publish to one subscriber, which takes the messages itself",
                  ITEMS,
                  times -> times(times, bus, envelope, box))
              .promising(new Promise.AtMost(PROMISED)));
      scores.add(
          "publish-bytes", "bytes that publishing allocates", "0", () -> allocated(bus, envelope));
      box.close();
      bus.subscribe(PATH, SubscriptionOptions.named("handler"), _ -> {});
      scores.add(
          Contest.ofItems(
                  "publish-handler",
                  "publish to one subscriber, whose handler is awake",
                  ITEMS,
                  times -> times(times, bus, envelope, null))
              .promising(new Promise.AtMost(PROMISED)));
      scores.add(
          Contest.ofItems(
              "publish-asleep",
              "publish to one subscriber, whose handler sleeps",
              1,
              Contender.waiting(times -> paced(times, bus, envelope))));
    }
  }

  /// @param box what is emptied between two runs, if somebody has to
  private static long[] times(int times, Bus bus, Envelope envelope, @Nullable Mailbox box) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      for (int item = 0; item < ITEMS; item++) {
        bus.publish(PATH, envelope);
      }
      nanos[i] = System.nanoTime() - start;
      if (box != null) {
        empty(box);
      }
    }
    return nanos;
  }

  private static void empty(Mailbox box) {
    int left = ITEMS;
    while (left > 0 && box.poll().isPresent()) {
      left--;
    }
  }

  /// One a millisecond, as sensors do.
  private static long[] paced(int times, Bus bus, Envelope envelope) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      LockSupport.parkNanos(1_000_000);
      long start = System.nanoTime();
      bus.publish(PATH, envelope);
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  /// In the best of some rounds: the first one loads classes, which counts as this thread's.
  private static Scores.Finding allocated(Bus bus, Envelope envelope) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ITEMS; i++) {
        bus.publish(PATH, envelope);
      }
      bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return new Scores.Finding(
        "%d bytes in %,d messages".formatted(bytes, ITEMS), bytes == 0, Map.of("bytes", bytes));
  }
}
