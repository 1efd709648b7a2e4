package dev.terrarium.bus;

import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.Registration;
import dev.terrarium.safety.RobotId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries messages of one robot from publishers to subscribers, by the paths of their topics.
///
/// A message reaches those who subscribed at its path, then those at its parent, and so on up to
/// [TopicPath#ROOT]; whoever is subscribed at several of these gets it as often. A publisher puts
/// it into each subscriber's mailbox on its own thread and goes on: no handler runs there, and
/// nothing is allocated where the envelope names its robot.
///
/// Any thread may do anything with a bus. Closing it closes all subscriptions; what is published
/// later goes nowhere.
public final class Bus implements AutoCloseable {
  private final @Nullable String robot;
  private final BusOptions options;
  private final Table table = new Table();

  private Bus(@Nullable String robot, BusOptions options) {
    this.robot = robot;
    this.options = options;
  }

  /// Opens a bus of a robot, whose name it writes upon envelopes that bear none, or of no robot.
  public static Bus open(Optional<RobotId> robot, BusOptions options) {
    return new Bus(robot.map(RobotId::name).orElse(null), options);
  }

  /// Returns an envelope of this bus, made at this moment, about its robot.
  ///
  /// @param frameId the frame of reference that the payload is given in, such as `base_link`
  public Envelope envelope(String frameId, Payload payload) {
    Objects.requireNonNull(frameId, "an envelope has the name of a frame, or \"\", not null");
    Objects.requireNonNull(payload, "an envelope has a payload, not null");
    return new Envelope(
        options.nanoTime().getAsLong(),
        options.wallTime().getAsLong(),
        options.node(),
        frameId,
        payload,
        Optional.ofNullable(robot));
  }

  /// Publishes a payload in an envelope made for it, whose frame is the last segment of the path.
  /// On a bus that is closed, it goes nowhere.
  public void publish(TopicPath path, Payload payload) {
    publish(path, envelope(path.isRoot() ? "" : path.segments().getLast(), payload));
  }

  /// Publishes an envelope. On a bus that is closed, it goes nowhere.
  public void publish(TopicPath path, Envelope envelope) {
    publish(path, envelope, Set.of());
  }

  /// Publishes an envelope to all but some. On a bus that is closed, it goes nowhere.
  public void publish(TopicPath path, Envelope envelope, Set<Subscription> except) {
    var about = robot == null || envelope.robot().isPresent() ? envelope : envelope.about(robot);
    var payload = about.payload();
    for (TopicPath at = path; at != null; at = at.parent()) {
      var entries = table.at(at);
      if (entries == null) {
        continue;
      }
      for (var entry : entries) {
        var subscription = entry.subscription();
        if (entry.wants(payload) && (except.isEmpty() || !except.contains(subscription))) {
          subscription.ring().put(path, about);
        }
      }
    }
  }

  /// Subscribes a handler, which gets the messages on a thread of its own.
  ///
  /// What the handler throws is logged and counted, and it gets the next message.
  ///
  /// @throws IllegalStateException if the bus is closed
  public Subscription subscribe(
      TopicPath path, SubscriptionOptions options, Consumer<? super Delivery> handler) {
    Objects.requireNonNull(path, "subscribe is given the path of a topic, not null");
    Objects.requireNonNull(handler, "subscribe is given who takes the messages, not null");
    var subscription = new Subscription(table, options, Ring.NOTHING);
    table.open(subscription);
    subscription.add(path, options.types());
    new HandlerThread(
            options.name(), subscription.ring(), (delivery, _) -> handler.accept(delivery))
        .start();
    return subscription;
  }

  /// Subscribes the one that does what is published at a path, and judges it by what held then.
  ///
  /// @param holding is asked when a message is put into the mailbox, on the thread that puts it, so
  ///   it must be quick; the handler is given its answer with the message
  /// @return nothing where another serves the path
  /// @throws IllegalStateException if the bus is closed
  public <H> Optional<Subscription> serve(
      TopicPath path,
      SubscriptionOptions options,
      Supplier<H> holding,
      BiConsumer<? super Delivery, ? super H> handler) {
    var subscription = new Subscription(table, options, holding);
    if (!table.open(path, new Table.Entry(subscription, List.copyOf(options.types()), true))) {
      return Optional.empty();
    }
    @SuppressWarnings("unchecked") // It is what the supplier has returned.
    BiConsumer<Delivery, @Nullable Object> its =
        (delivery, held) -> handler.accept(delivery, (H) held);
    new HandlerThread(options.name(), subscription.ring(), its).start();
    return Optional.of(subscription);
  }

  /// Subscribes without a handler: the messages wait to be taken.
  ///
  /// @throws IllegalStateException if the bus is closed
  public Mailbox subscribe(TopicPath path, SubscriptionOptions options) {
    Objects.requireNonNull(path, "subscribe is given the path of a topic, not null");
    var mailbox = new Mailbox(table, options);
    table.open(mailbox);
    mailbox.add(path, options.types());
    return mailbox;
  }

  /// Publishes what a robot's safety tells: each change of its state on [TopicPath#STATE_MACHINE],
  /// each reported fault on [TopicPath#SAFETY_ERROR].
  ///
  /// @return what ends it
  /// @throws IllegalArgumentException if the gate is that of another robot
  /// @throws IllegalStateException if the bus is closed
  public Registration follow(Gate gate) {
    table.requireOpen("it cannot follow the safety of " + gate.robot());
    if (!gate.robot().name().equals(robot)) {
      throw new IllegalArgumentException(
          "This bus is "
              + (robot == null ? "of no robot" : "that of " + robot)
              + ", and the gate that of "
              + gate.robot());
    }
    return gate.listen(new SafetyNews(this));
  }

  /// Returns who is subscribed at exactly this path, in the order of subscribing, and as often.
  public List<Subscription> subscribers(TopicPath path) {
    var subscribers = new ArrayList<Subscription>();
    var entries = table.at(path);
    if (entries != null) {
      for (var entry : entries) {
        subscribers.add(entry.subscription());
      }
    }
    return List.copyOf(subscribers);
  }

  /// Returns everybody who is subscribed, wherever.
  public List<Subscription> subscriptions() {
    return table.all();
  }

  /// Closes all subscriptions. It waits for no handler, and may be called by one.
  @Override
  public void close() {
    table.close().forEach(Subscription::close);
  }
}
