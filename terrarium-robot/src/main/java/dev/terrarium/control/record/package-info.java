/// Counts, explains and keeps what a control loop did, outside of it.
///
/// A [CycleReader] copies each cycle from the loop's ring, on a thread of its own that the loop
/// never waits for. [LoopStats] tells how late its cycles were, an [Overrun] which of them took too
/// long and what the likely [Cause] was, and a [Recording] becomes a file for NumPy or for Arrow.
@NullMarked
package dev.terrarium.control.record;

import org.jspecify.annotations.NullMarked;
