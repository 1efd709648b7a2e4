/// Python as good Java: attach, refer, convert, call, raise, log.
@NullMarked
package dev.terrarium.python;

import org.jspecify.annotations.NullMarked;
