/// An arm under control: a loop that computes its torques each millisecond, and commands for it.
///
/// [ControlledArm] is what programs hold: it starts and stops, switches laws, moves, and takes
/// targets of people and of [Policy]s. Its commands are composed on their callers' threads, and the
/// loop takes the newest at its next cycle; whatever callers do, the loop goes on.
///
/// ```
///   RuntimeException
///   └── DisarmedException   somebody wants to start an arm whose robot nobody has armed
/// ```
@NullMarked
package dev.terrarium.control;

import org.jspecify.annotations.NullMarked;
