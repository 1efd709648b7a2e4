/// Wires the house and offers it as one object.
@NullMarked
package dev.terrarium.session;

import org.jspecify.annotations.NullMarked;
