package dev.terrarium.bus;

import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.message.topic.TopicPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who is subscribed where.
///
/// Publishers read a map that is never changed once they can see it; those who subscribe make
/// another one. So a publisher waits for nobody, and sees a subscription whole or not at all.
final class Table {
  /// One subscription at one path.
  ///
  /// @param types those that it wants; empty for all
  /// @param serves whether nobody else may serve the path
  record Entry(Subscription subscription, List<PayloadType<?>> types, boolean serves) {
    /// Whether it wants a payload, which is of a type that it says it is only if its class is, too.
    boolean wants(Payload payload) {
      int count = types.size();
      for (int i = 0; i < count; i++) {
        var type = types.get(i);
        if (type.payload().isInstance(payload) && type.name().equals(payload.type())) {
          return true;
        }
      }
      return count == 0;
    }
  }

  private final Set<Subscription> subscriptions = new CopyOnWriteArraySet<>();
  private volatile Map<TopicPath, Entry[]> entries = Map.of();
  private boolean closed;

  /// Returns the entries at exactly this path, in the order of subscribing, or null; not to be
  /// changed.
  Entry @Nullable [] at(TopicPath path) {
    return entries.get(path);
  }

  /// @param so what comes of it where the bus is closed
  synchronized void requireOpen(String so) {
    if (closed) {
      throw new IllegalStateException("The bus is closed; " + so);
    }
  }

  synchronized void open(Subscription subscription) {
    requireOpen(subscription.name() + " cannot subscribe to it");
    subscriptions.add(subscription);
  }

  /// Lets one serve a path.
  ///
  /// @return whether nobody else does
  synchronized boolean open(TopicPath path, Entry serving) {
    var there = entries.get(path);
    if (there != null && Arrays.stream(there).anyMatch(Entry::serves)) {
      return false;
    }
    open(serving.subscription());
    add(path, serving);
    return true;
  }

  synchronized void add(TopicPath path, Entry entry) {
    if (!subscriptions.contains(entry.subscription())) {
      throw new IllegalStateException(
          "The subscription "
              + entry.subscription().name()
              + " is closed; subscribe anew to get what is published at "
              + path);
    }
    var changed = new HashMap<>(entries);
    changed.merge(path, new Entry[] {entry}, Table::joined);
    entries = changed;
  }

  private static Entry[] joined(Entry[] those, Entry[] more) {
    var all = new ArrayList<>(List.of(those));
    all.addAll(List.of(more));
    return all.toArray(Entry[]::new);
  }

  synchronized void remove(Subscription subscription, TopicPath path) {
    keep(path::equals, subscription);
  }

  synchronized void forget(Subscription subscription) {
    subscriptions.remove(subscription);
    keep(_ -> true, subscription);
  }

  /// Takes away the entries of a subscription at those paths.
  private void keep(Predicate<TopicPath> paths, Subscription without) {
    var changed = new HashMap<TopicPath, Entry[]>();
    entries.forEach((path, all) -> {
      var left = paths.test(path) ? without(all, without) : all;
      if (left.length > 0) {
        changed.put(path, left);
      }
    });
    entries = changed;
  }

  private static Entry[] without(Entry[] all, Subscription subscription) {
    var left = new ArrayList<Entry>(all.length);
    for (var entry : all) {
      if (entry.subscription() != subscription) {
        left.add(entry);
      }
    }
    return left.toArray(Entry[]::new);
  }

  List<TopicPath> paths(Subscription subscription) {
    var paths = new ArrayList<TopicPath>();
    entries.forEach((path, all) -> {
      for (var entry : all) {
        if (entry.subscription() == subscription) {
          paths.add(path);
        }
      }
    });
    paths.sort(null);
    return List.copyOf(paths);
  }

  List<Subscription> all() {
    return List.copyOf(subscriptions);
  }

  /// Lets nobody subscribe any more, and returns those who are.
  synchronized List<Subscription> close() {
    closed = true;
    return all();
  }
}
