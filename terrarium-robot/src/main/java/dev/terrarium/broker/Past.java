package dev.terrarium.broker;

import dev.terrarium.bus.SubscriptionCounters;
import dev.terrarium.message.topic.TopicPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the handlers of processes that have ended had seen, topic by topic.
///
/// The first handler of a topic in the next process counts on from there. Safe to use from any
/// thread.
final class Past {
  private final Map<TopicPath, SubscriptionCounters> ended = new LinkedHashMap<>();

  synchronized void add(List<HandlerCounters> counters) {
    counters.forEach(each -> ended.merge(each.topic(), each.seen(), Past::sum));
  }

  /// Returns what handlers have seen with what was seen before them, and what had handlers once.
  synchronized List<HandlerCounters> with(List<HandlerCounters> serving) {
    var before = new LinkedHashMap<>(ended);
    var all = new ArrayList<HandlerCounters>();
    for (var each : serving) {
      var known = before.remove(each.topic());
      all.add(known == null ? each : new HandlerCounters(each.topic(), sum(known, each.seen())));
    }
    before.forEach((topic, seen) -> all.add(new HandlerCounters(topic, seen)));
    return List.copyOf(all);
  }

  private static SubscriptionCounters sum(SubscriptionCounters one, SubscriptionCounters other) {
    return new SubscriptionCounters(
        one.received() + other.received(),
        one.delivered() + other.delivered(),
        one.dropped() + other.dropped(),
        one.failed() + other.failed(),
        one.waiting() + other.waiting(),
        Math.max(one.highWater(), other.highWater()));
  }
}
