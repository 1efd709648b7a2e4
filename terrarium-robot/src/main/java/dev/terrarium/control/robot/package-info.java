/// An arm as a loop sees it: torques go in, a state comes out, once each cycle.
///
/// [Arm] is what drivers and simulators implement. [ArmState] is written by them and read by
/// whatever computes torques; both are made once, so that a cycle allocates nothing.
@NullMarked
package dev.terrarium.control.robot;

import org.jspecify.annotations.NullMarked;
