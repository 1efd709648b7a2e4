/// Moves from however an arm's joints move to rest at a goal, as soon as limits let them.
///
/// [Move#plan] makes a [Move], or says as [Planned.Refused] which joint cannot be moved and why. A
/// move is immutable, and is read each cycle without allocating.
@NullMarked
package dev.terrarium.control.move;

import org.jspecify.annotations.NullMarked;
