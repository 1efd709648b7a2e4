/// Geometry of rigid bodies in SI doubles: vectors, orientations, transforms.
///
/// Values are immutable and finite. Those of IHMC's Euclid are at the edges, for algorithms.
@NullMarked
package dev.terrarium.message.geometry;

import org.jspecify.annotations.NullMarked;
