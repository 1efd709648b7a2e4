/// How torques follow from a state and from what is wanted.
///
/// A [Law] computes, a [Setting] is what is wanted: targets and gains, immutable and replaced
/// whole. [Laws] has those that come with the loop, a [TorqueLimiter] keeps torques within limits,
/// and a [LawSwitch] runs whichever law is on [Duty].
@NullMarked
package dev.terrarium.control.law;

import org.jspecify.annotations.NullMarked;
