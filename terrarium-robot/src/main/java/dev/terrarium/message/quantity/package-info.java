/// Quantities with units, for the edges; within, numbers are doubles in SI units.
@NullMarked
package dev.terrarium.message.quantity;

import org.jspecify.annotations.NullMarked;
