/// What travels: ids, values and frames of sound.
@NullMarked
package dev.terrarium.message;

import org.jspecify.annotations.NullMarked;
