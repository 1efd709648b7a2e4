/// Arms that are computed: a simulated Franka, and the numbers that it is made of.
///
/// [SimulatedFranka] needs nothing but this package. What it stands on is published
/// ([FrankaParameters]); what it does when torques come late or too hard are the rules of the real
/// one, as `docs/reference/simulated-franka.md` tells them.
@NullMarked
package dev.terrarium.control.sim;

import org.jspecify.annotations.NullMarked;
