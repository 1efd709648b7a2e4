package dev.terrarium.message.topic;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The kind of thing that a topic tells of: the first segment of its path.
///
/// A path may begin with another word; nothing is known of what goes there.
public enum SourceType {
  SENSOR(false, false),
  ACTUATOR(false, false),
  CONTROLLER(false, false),
  ESTIMATOR(false, false),
  COMMAND(true, false),
  PARAM(true, false),
  STATE_MACHINE(true, true),
  SAFETY(true, true);

  private static final Map<String, SourceType> BY_SEGMENT = new HashMap<>();

  static {
    for (SourceType type : values()) {
      BY_SEGMENT.put(type.segment, type);
    }
  }

  private final String segment = name().toLowerCase(Locale.ROOT);
  private final boolean reserved;
  private final boolean urgent;

  SourceType(boolean reserved, boolean urgent) {
    this.reserved = reserved;
    this.urgent = urgent;
  }

  /// Finds the source type that a path begins with, if it is one.
  public static Optional<SourceType> of(String segment) {
    return Optional.ofNullable(BY_SEGMENT.get(segment));
  }

  /// Returns it as paths have it, such as `state_machine`.
  public String segment() {
    return segment;
  }

  /// Whether only the runtime itself publishes there, so that a script that tries is refused.
  public boolean isReserved() {
    return reserved;
  }

  /// Whether what is published there must arrive: it is never throttled, and in a full mailbox an
  /// older message gives way to it.
  public boolean isUrgent() {
    return urgent;
  }

  @Override
  public String toString() {
    return segment;
  }
}
