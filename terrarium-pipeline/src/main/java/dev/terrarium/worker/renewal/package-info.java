/// Makes Python nodes anew, from newer source, while they are at work.
@NullMarked
package dev.terrarium.worker.renewal;

import org.jspecify.annotations.NullMarked;
