package dev.terrarium.bus;

import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.TopicPath;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One subscriber: a mailbox, and the paths whose messages are put into it.
///
/// It may have several paths, and the same one twice; a message comes once for each that matches.
/// Messages of one publisher come one after another, in the order in which it published them.
public sealed class Subscription implements AutoCloseable permits Mailbox {
  private final Table table;
  private final SubscriptionOptions options;
  private final Ring ring;

  /// @param table where its paths are kept
  /// @param holding is asked before each message is put in, on the thread that puts it
  Subscription(
      Table table, SubscriptionOptions options, Supplier<? extends @Nullable Object> holding) {
    this.table = table;
    this.options = options;
    this.ring = new Ring(options.name(), options.capacity(), options.overflow(), holding);
  }

  /// Returns what it is called.
  public String name() {
    return options.name();
  }

  /// Returns how it was made.
  public SubscriptionOptions options() {
    return options;
  }

  /// Subscribes to another path as well, or to the same one once more.
  ///
  /// @param types the payloads that it wants from there; none for all
  /// @throws IllegalStateException if it, or its bus, is closed
  public void add(TopicPath path, PayloadType<?>... types) {
    add(path, List.of(types));
  }

  void add(TopicPath path, Collection<PayloadType<?>> types) {
    table.add(path, new Table.Entry(this, List.copyOf(types), false));
  }

  /// Takes away what was subscribed at exactly this path, however often; neither ancestors nor
  /// descendants. What is in the mailbox stays.
  public void unsubscribe(TopicPath path) {
    table.remove(this, path);
  }

  /// Returns the paths that it is subscribed to, as often as it is.
  public List<TopicPath> paths() {
    return table.paths(this);
  }

  /// Puts a message into this mailbox alone, as if it had been published.
  public void deliver(TopicPath path, Envelope envelope) {
    ring.put(path, envelope);
  }

  /// Returns what it has seen so far.
  public SubscriptionCounters counters() {
    return ring.counters();
  }

  /// Ends it: what waits is dropped, a handler that runs may end, and publishers that wait go on.
  ///
  /// It may be closed from its own handler, and twice.
  @Override
  public void close() {
    table.forget(this);
    ring.close();
  }

  Ring ring() {
    return ring;
  }

  @Override
  public String toString() {
    return "Subscription[" + name() + "]";
  }
}
