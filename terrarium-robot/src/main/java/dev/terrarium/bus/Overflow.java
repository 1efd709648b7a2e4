package dev.terrarium.bus;

/// What happens to a message whose subscriber's mailbox is full.
///
/// What is urgent (safety and state machines) is never lost to what is not: it takes the place of
/// the oldest other message, whatever the policy, and its publisher never waits.
public enum Overflow {
  /// The publisher waits for room, unless it is itself a handler of some bus, or the one that
  /// empties this very mailbox: then the new message is dropped, as waiting could be for ever.
  BLOCK,
  /// The oldest message that waits is dropped.
  DROP_OLDEST,
  /// The new message is dropped.
  DROP_NEWEST,
  /// There is room for one message, the newest.
  LATEST
}
