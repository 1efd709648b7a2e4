package dev.terrarium.broker.declaration;

import dev.terrarium.bus.Overflow;
import java.time.Duration;
import java.util.Optional;

/// What is known of a topic, and what scripts may do with it.
///
/// @param type the type of its messages; without it, a message says its own
/// @param scripts what scripts may do with it
/// @param throttle how often a script hears of it; without it, every time
/// @param queue what waits for a script
/// @param budget how long a script's handler may take for one message
/// @param doc what it is for
public record TopicDeclaration(
    Optional<String> type,
    ScriptAccess scripts,
    Optional<Throttling> throttle,
    Waiting queue,
    Duration budget,
    String doc) {
  public TopicDeclaration {
    Required.components(TopicDeclaration.class, type, scripts, throttle, queue, budget, doc);
  }

  /// What scripts may do with a topic.
  public enum ScriptAccess {
    NONE,
    SUBSCRIBE,
    PUBLISH,
    BOTH;

    /// Whether a script may hear of it.
    public boolean subscribes() {
      return this == SUBSCRIBE || this == BOTH;
    }

    /// Whether a script may publish there.
    public boolean publishes() {
      return this == PUBLISH || this == BOTH;
    }
  }

  /// How often a script hears of a topic.
  ///
  /// @param period the first message at once, then none for so long
  /// @param trailing whether the last one that was held back comes at the end of that time
  public record Throttling(Duration period, boolean trailing) {
    public Throttling {
      Required.components(Throttling.class, period, trailing);
    }
  }

  /// What waits for a script.
  ///
  /// @param capacity how many messages
  /// @param overflow what gives way where there are more
  public record Waiting(int capacity, Overflow overflow) {
    public Waiting {
      Required.components(Waiting.class, capacity, overflow);
    }

    /// What holds where nothing is said.
    public static final Waiting USUAL = new Waiting(64, Overflow.DROP_OLDEST);

    static final Duration USUAL_BUDGET = Duration.ofSeconds(1);
  }

  /// Returns a topic that only Java uses, of one type.
  public static TopicDeclaration of(String type) {
    return of(type, ScriptAccess.NONE);
  }

  /// Returns a topic of one type that scripts use.
  public static TopicDeclaration of(String type, ScriptAccess scripts) {
    return new TopicDeclaration(
        Optional.of(Required.given("the type of a topic", "a text", type)),
        scripts,
        Optional.empty(),
        Waiting.USUAL,
        Waiting.USUAL_BUDGET,
        "");
  }

  /// Returns the same topic, of which scripts hear at most once in so long.
  public TopicDeclaration throttled(Duration period, boolean trailing) {
    return new TopicDeclaration(
        type, scripts, Optional.of(new Throttling(period, trailing)), queue, budget, doc);
  }

  /// Returns the same topic with another queue.
  public TopicDeclaration queued(int capacity, Overflow overflow) {
    return new TopicDeclaration(
        type, scripts, throttle, new Waiting(capacity, overflow), budget, doc);
  }

  /// Returns the same topic with a bound on how long a handler may take.
  public TopicDeclaration budgeted(Duration budget) {
    return new TopicDeclaration(type, scripts, throttle, queue, budget, doc);
  }

  /// Returns the same topic, explained.
  public TopicDeclaration documented(String doc) {
    return new TopicDeclaration(type, scripts, throttle, queue, budget, doc);
  }
}
