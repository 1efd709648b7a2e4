/// Publish and subscribe over hierarchical topics.
///
/// A [Bus][dev.terrarium.bus.Bus] belongs to one robot, or to none. What is published at a path
/// reaches whoever subscribed to it or to one of its ancestors. Each subscriber has a mailbox with
/// a bound, a policy for when it is full, and counters; publishing allocates nothing.
@NullMarked
package dev.terrarium.bus;

import org.jspecify.annotations.NullMarked;
