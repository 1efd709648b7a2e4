/// Wires the house and offers it as one object.
///
/// This is the one room that reads environment variables and system properties.
@NullMarked
package dev.terrarium.session;

import org.jspecify.annotations.NullMarked;
