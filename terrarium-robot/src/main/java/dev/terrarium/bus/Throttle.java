package dev.terrarium.bus;

import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.TopicPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands on messages of a topic no more often than its rule says; the first of them at once.
///
/// A rule holds for its path and what lies below, unless a more specific one does; each full path
/// is counted by itself. What is urgent (safety, state machines) is never held back. Time is an
/// argument, in nanoseconds of any clock; should it go backwards, the next message is handed on.
/// Any thread may call.
public final class Throttle {
  private static final int MOST_PATHS = 4_096;

  private final Map<TopicPath, ThrottleRule> rules;
  private final Map<TopicPath, Last> paths = new LinkedHashMap<>();
  private long dropped;

  /// @param rules by the paths that they hold for
  public Throttle(Map<TopicPath, ThrottleRule> rules) {
    this.rules = Map.copyOf(rules);
  }

  /// What was last handed on of a path.
  private static final class Last {
    final ThrottleRule rule;
    long at;
    @Nullable Delivery held;

    Last(ThrottleRule rule, long at) {
      this.rule = rule;
      this.at = at;
    }

    boolean isOver(long now) {
      return now < at || now - at >= rule.interval().toNanos();
    }
  }

  /// Whether a message is handed on now. If not, it is dropped, or held for [#release].
  public synchronized boolean admits(Delivery delivery, long nowNanos) {
    var path = delivery.path();
    var rule = path.isUrgent() ? null : rule(path);
    if (rule == null || rule.interval().isZero()) {
      return true;
    }
    var last = paths.get(path);
    if (last == null) {
      forgetSome(nowNanos);
      paths.put(path, new Last(rule, nowNanos));
      return true;
    }
    if (last.isOver(nowNanos)) {
      handOn(last, nowNanos);
      return true;
    }
    if (!rule.trailing() || last.held != null) {
      dropped++;
    }
    if (rule.trailing()) {
      last.held = delivery;
    }
    return false;
  }

  /// A message that was held is older than the one that goes: it is not worth handing on any more.
  private void handOn(Last last, long now) {
    if (last.held != null) {
      dropped++;
    }
    last.held = null;
    last.at = now;
  }

  /// Hands on the held messages whose interval is over.
  public void release(long nowNanos, Consumer<? super Delivery> to) {
    for (var delivery = next(nowNanos); delivery != null; delivery = next(nowNanos)) {
      to.accept(delivery);
    }
  }

  private synchronized @Nullable Delivery next(long now) {
    for (var last : paths.values()) {
      var held = last.held;
      if (held != null && last.isOver(now)) {
        last.held = null;
        last.at = now;
        return held;
      }
    }
    return null;
  }

  /// Returns when [#release] has something to hand on, on the same clock; nothing while nothing is
  /// held.
  public synchronized OptionalLong nextRelease() {
    return paths.values().stream()
        .filter(last -> last.held != null)
        .mapToLong(last -> last.at + last.rule.interval().toNanos())
        .min();
  }

  /// Returns how many messages were dropped for good.
  public synchronized long dropped() {
    return dropped;
  }

  private @Nullable ThrottleRule rule(TopicPath path) {
    for (TopicPath at = path; at != null; at = at.parent()) {
      var rule = rules.get(at);
      if (rule != null) {
        return rule;
      }
    }
    return null;
  }

  /// Keeps the memory bounded where the paths are not: a path whose interval is over may be
  /// forgotten, and the oldest must be.
  private void forgetSome(long now) {
    if (paths.size() < MOST_PATHS) {
      return;
    }
    paths.values().removeIf(last -> last.held == null && last.isOver(now));
    if (paths.size() >= MOST_PATHS) {
      var oldest = paths.entrySet().iterator();
      if (oldest.next().getValue().held != null) {
        dropped++;
      }
      oldest.remove();
    }
  }
}
