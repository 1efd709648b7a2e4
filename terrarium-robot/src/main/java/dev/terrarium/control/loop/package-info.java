/// Runs a controller every millisecond, and says when it could not.
///
/// [ControlLoop] starts with an arm, a [Controller] and a permit to move. What it was granted by
/// the system stands in its [RealTimeReport], how it ended in its [LoopEnd]. Others read the newest
/// state from its [StateBoard] and every cycle from its [CycleRing], in this process or in another,
/// and never keep the loop waiting. In a cycle nothing is allocated, locked or waited for.
@NullMarked
package dev.terrarium.control.loop;

import org.jspecify.annotations.NullMarked;
