/// What `./terrarium` promises to whoever types it.
@NullMarked
package dev.terrarium.launcher;

import org.jspecify.annotations.NullMarked;
