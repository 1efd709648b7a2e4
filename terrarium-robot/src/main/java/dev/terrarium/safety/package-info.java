/// Decides whether a robot may move, and proves it.
///
/// An operator holds [Safety] and arms, disarms and acknowledges; everybody else is given a [Gate],
/// which reads and changes nothing. Whatever moves asks the gate for a [Permit]; a permit belongs
/// to one arming and ends with it, and no other code can make one.
///
/// Expected outcomes are sealed results ([ArmResult], [DisarmResult], [ForceDisarmResult],
/// [ErrorResult], [RestartResult]); to move without being armed is a [NotArmedException].
@NullMarked
package dev.terrarium.safety;

import org.jspecify.annotations.NullMarked;
