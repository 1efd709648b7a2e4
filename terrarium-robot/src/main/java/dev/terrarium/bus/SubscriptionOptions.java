package dev.terrarium.bus;

import dev.terrarium.message.payload.PayloadType;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/// How a subscription is called, what it wants and how much waits for it.
///
/// @param name what it is called in logs, reports and its thread's name
/// @param types the payloads that it wants; empty for all
/// @param capacity the most messages that wait, at least 1; of [Overflow#LATEST] always 1
/// @param overflow what happens when that many wait
public record SubscriptionOptions(
    String name, Set<PayloadType<?>> types, int capacity, Overflow overflow) {
  /// The most messages that wait where nothing else is said.
  public static final int CAPACITY = 256;

  private static final int LARGEST = 1 << 20;

  public SubscriptionOptions {
    types = Set.copyOf(types);
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "A subscription has a name, which its thread and the logs bear");
    }
    if (capacity < 1 || capacity > LARGEST) {
      throw new IllegalArgumentException(
          "The capacity of the subscription "
              + name
              + " is 1 to "
              + LARGEST
              + " messages, not "
              + capacity);
    }
    if (overflow == Overflow.LATEST) {
      capacity = 1;
    }
  }

  /// Makes options of that name: all types, [#CAPACITY] messages, the oldest dropped.
  public static SubscriptionOptions named(String name) {
    return new SubscriptionOptions(name, Set.of(), CAPACITY, Overflow.DROP_OLDEST);
  }

  /// Returns the same options for these types of payloads alone.
  public SubscriptionOptions of(PayloadType<?>... types) {
    return new SubscriptionOptions(
        name, new LinkedHashSet<>(Arrays.asList(types)), capacity, overflow);
  }

  /// Returns the same options with this bound and policy.
  public SubscriptionOptions holding(int capacity, Overflow overflow) {
    return new SubscriptionOptions(name, types, capacity, overflow);
  }

  /// Returns the same options for the newest message alone.
  public SubscriptionOptions latest() {
    return new SubscriptionOptions(name, types, 1, Overflow.LATEST);
  }
}
