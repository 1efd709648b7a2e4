/// How torques follow from a state and from what is wanted.
///
/// A [Law] computes, a [Setting] is what is wanted: targets and gains, immutable and replaced
/// whole.
@NullMarked
package dev.terrarium.control.law;

import org.jspecify.annotations.NullMarked;
