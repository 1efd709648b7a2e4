/// Runs a controller every millisecond, and says when it could not.
@NullMarked
package dev.terrarium.control.loop;

import org.jspecify.annotations.NullMarked;
