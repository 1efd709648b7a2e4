package dev.terrarium.bus;

/// What a subscription has seen so far.
///
/// @param received messages that were put into its mailbox
/// @param delivered messages that its handler was given, or that were taken
/// @param dropped messages that there was no room for, or that waited when it was closed
/// @param failed messages of which its handler threw something
/// @param waiting messages that are in its mailbox
/// @param highWater the most that were ever in it
public record SubscriptionCounters(
    long received, long delivered, long dropped, long failed, int waiting, int highWater) {}
