package dev.terrarium.broker.micrometer;

import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.BrokerListener;
import dev.terrarium.broker.CallReport;
import dev.terrarium.broker.InterruptLevel;
import dev.terrarium.safety.RobotId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts and times what a broker does, in a registry of Micrometer.
///
/// One of these belongs to one broker: it is given to it by `BrokerOptions.telling`. All meters
/// begin with `terrarium.broker.` and bear the tag `robot`; the guide lists them. The names of what
/// is called are no tags, as there may be any number of them.
public final class BrokerMeters implements BrokerListener {
  private static final String PREFIX = "terrarium.broker.";

  private final MeterRegistry registry;
  private final Tags robot;
  private final AtomicInteger spawned = new AtomicInteger();
  private final AtomicInteger marked = new AtomicInteger();

  private BrokerMeters(MeterRegistry registry, RobotId robot) {
    this.registry = registry;
    this.robot = Tags.of("robot", robot.name());
  }

  /// Makes a listener for one broker; its gauges are in the registry from now on.
  ///
  /// @param robot whose broker it is
  public static BrokerMeters of(MeterRegistry registry, RobotId robot) {
    var meters = new BrokerMeters(registry, robot);
    meters.gauge("spawned", meters.spawned, "Work of scripts beside the queue that is under way");
    meters.gauge("marked", meters.marked, "1 while the interpreter refuses calls, else 0");
    return meters;
  }

  private void gauge(String name, AtomicInteger value, String description) {
    Gauge.builder(PREFIX + name, value, AtomicInteger::get)
        .tags(robot)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void happened(BrokerEvent event) {
    switch (event) {
      case BrokerEvent.Began(var kind, _, var queued) -> {
        count("started", kind(kind.id()));
        time("queued", queued, kind(kind.id()));
      }
      case BrokerEvent.Ended(var report) -> ended(report);
      case BrokerEvent.TakesLong(var kind, _, _) -> count("long", kind(kind.id()));
      case BrokerEvent.Interrupted _ -> reached(InterruptLevel.INTERRUPTED);
      case BrokerEvent.Reached _, BrokerEvent.Died _ -> {}
      case BrokerEvent.Marked _ -> {
        // Busy may become poisoned; the operation has reached this level once.
        if (marked.getAndSet(1) == 0) {
          reached(InterruptLevel.MARKED);
        }
      }
      case BrokerEvent.Killed _ -> reached(InterruptLevel.KILLED);
      case BrokerEvent.Healed _ -> marked.set(0);
      case BrokerEvent.Restarted(var took) -> {
        marked.set(0);
        spawned.set(0); // It ended with its process, which could not say so.
        time("restarts", took);
      }
      case BrokerEvent.NotRestarted _ -> count("restarts.failed");
      case BrokerEvent.Refused(_, var code) -> refused("caller", code, 1);
      case BrokerEvent.ScriptRefused refused -> refused("script", refused.code(), refused.times());
      case BrokerEvent.Spawned _ -> spawned.incrementAndGet();
      case BrokerEvent.SpawnEnded _ -> spawned.updateAndGet(before -> Math.max(0, before - 1));
      case BrokerEvent.OverBudget _ -> count("over.budget");
      case BrokerEvent.ScriptFailed _ -> count("script.failures");
    }
  }

  private void ended(CallReport report) {
    Tag kind = kind(report.kind().id());
    time(
        "operations",
        report.spent().untilFreed(),
        kind,
        Tag.of("outcome", report.outcome()),
        Tag.of("level", report.level().id()));
    if (!report.spent().inPython().isZero()) {
      time("python", report.spent().inPython(), kind);
    }
  }

  private void reached(InterruptLevel level) {
    count("interrupts", Tag.of("level", level.id()));
  }

  private void refused(String whom, String code, long times) {
    add(times, "refusals", Tag.of("of", whom), Tag.of("code", code));
  }

  private static Tag kind(String id) {
    return Tag.of("kind", id);
  }

  private void count(String name, Tag... tags) {
    add(1, name, tags);
  }

  private void add(long times, String name, Tag... tags) {
    registry.counter(PREFIX + name, robot.and(tags)).increment((double) times);
  }

  private void time(String name, Duration time, Tag... tags) {
    registry.timer(PREFIX + name, robot.and(tags)).record(time);
  }
}
