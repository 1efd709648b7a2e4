package dev.terrarium.broker;

import dev.terrarium.bus.Overflow;
import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.TopicPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What scripts may see and do: everything else does not exist for them, or is refused.
///
/// A topic that is listed stands for those below it as well. Changes of the robot's state, and
/// reports of safety, may always be seen.
///
/// @param seen what handlers may be registered for
/// @param published where messages may be published
/// @param commands which commands may be begun
/// @param types the payloads that messages are made of
public record Exposure(
    List<Seen> seen, List<Published> published, Set<String> commands, PayloadTypes types) {
  /// Nothing but the robot's state.
  public static final Exposure NOTHING =
      new Exposure(List.of(), List.of(), Set.of(), PayloadTypes.builtIn());

  public Exposure {
    seen = List.copyOf(seen);
    published = List.copyOf(published);
    commands = Set.copyOf(commands);
  }

  /// A topic that handlers may be registered for.
  ///
  /// @param path the topic, and those below it
  /// @param every the least time between two messages of one topic to one handler; zero for none
  /// @param trailing whether the last message of those between is delivered late, and not lost
  /// @param bounds what waits for each of its handlers, and how long one may take; without them the
  ///   broker's own limits
  public record Seen(TopicPath path, Duration every, boolean trailing, Optional<Bounds> bounds) {
    /// Makes one with the broker's own limits.
    public Seen(TopicPath path, Duration every, boolean trailing) {
      this(path, every, trailing, Optional.empty());
    }

    public Seen {
      if (every.isNegative()) {
        throw new IllegalArgumentException(
            "The time between messages of " + path + " is not negative, as " + every + " is");
      }
    }
  }

  /// What waits for a handler, and how long it may take for one message.
  ///
  /// @param capacity how many messages wait
  /// @param overflow what happens when that many do; what is urgent never gives way to what is not
  /// @param budget how long it may take before it is interrupted
  public record Bounds(int capacity, Overflow overflow, Duration budget) {
    public Bounds {
      if (capacity < 1) {
        throw new IllegalArgumentException(
            "capacity is how many messages wait for a handler, at least 1, not " + capacity);
      }
      if (budget.isNegative() || budget.isZero()) {
        throw new IllegalArgumentException("budget is a time longer than nothing, not " + budget);
      }
      capacity = overflow == Overflow.LATEST ? 1 : capacity;
    }
  }

  /// A topic that scripts may publish to.
  ///
  /// @param path the topic, and those below it
  /// @param type what is published there where a script does not say; empty if it has to
  public record Published(TopicPath path, Optional<PayloadType<?>> type) {
    public Published {
      if (path.isRoot() || path.isReserved()) {
        throw new IllegalArgumentException(
            "Scripts cannot be given " + path + " to publish to: it is the system's own");
      }
    }
  }

  /// Returns this and a topic that handlers may be registered for.
  public Exposure seeing(String path) {
    return seeing(path, Duration.ZERO, false);
  }

  /// Returns this and a topic that handlers may be registered for, with a throttle.
  public Exposure seeing(String path, Duration every, boolean trailing) {
    return seeing(new Seen(TopicPath.of(path), every, trailing));
  }

  /// Returns this and a topic that handlers may be registered for.
  public Exposure seeing(Seen topic) {
    List<Seen> more = new ArrayList<>(seen);
    more.add(topic);
    return new Exposure(more, published, commands, types);
  }

  /// Returns this and a topic that scripts may publish messages of any known type to.
  public Exposure publishing(String path) {
    return publishing(new Published(TopicPath.of(path), Optional.empty()));
  }

  /// Returns this and a topic that scripts may publish messages of one type to.
  public Exposure publishing(String path, PayloadType<?> type) {
    return publishing(new Published(TopicPath.of(path), Optional.of(type)));
  }

  /// Returns this and a topic that scripts may publish messages to.
  public Exposure publishing(Published topic) {
    List<Published> more = new ArrayList<>(published);
    more.add(topic);
    return new Exposure(seen, more, commands, types);
  }

  /// Returns this and a command that scripts may begin.
  public Exposure commanding(String... names) {
    List<String> more = new ArrayList<>(commands);
    more.addAll(List.of(names));
    return new Exposure(seen, published, Set.copyOf(more), types);
  }

  /// Returns this with other payloads.
  public Exposure of(PayloadTypes known) {
    return new Exposure(seen, published, commands, known);
  }

  /// Returns what is said of a topic that handlers may be registered for; of several the nearest.
  Optional<Seen> seenAt(TopicPath path) {
    Optional<Seen> declared =
        seen.stream()
            .filter(topic -> topic.path().isPrefixOf(path))
            .max(Comparator.comparingInt(topic -> topic.path().segments().size()));
    return path.isUrgent()
        ? Optional.of(new Seen(path, Duration.ZERO, false, declared.flatMap(Seen::bounds)))
        : declared;
  }

  /// Returns what is said of a topic that scripts may publish to; of several the nearest.
  Optional<Published> publishedAt(TopicPath path) {
    return published.stream()
        .filter(topic -> topic.path().isPrefixOf(path))
        .max(Comparator.comparingInt(topic -> topic.path().segments().size()));
  }
}
