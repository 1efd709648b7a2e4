/// Values across the border: what becomes what, exactly or not at all.
///
/// A conversion works on raw pointers with the GIL held, knows the built-in types, and asks the
/// room above (a [Boundary]) about everything else. Where a value does not fit it throws a
/// [Mismatch] that grows the value's path on its way out.
@NullMarked
package dev.terrarium.python.convert;

import org.jspecify.annotations.NullMarked;
