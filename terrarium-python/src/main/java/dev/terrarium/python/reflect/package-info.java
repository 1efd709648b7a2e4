/// Java's side of calls, by reflection alone: what an interface asks for, which overload is meant,
/// what may be reached.
///
/// Nothing here knows Python or an interpreter, so all of it is tested without one.
@NullMarked
package dev.terrarium.python.reflect;

import org.jspecify.annotations.NullMarked;
