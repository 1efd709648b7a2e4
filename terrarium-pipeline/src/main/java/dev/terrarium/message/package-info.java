/// What travels: ids, payloads and frames.
@NullMarked
package dev.terrarium.message;

import org.jspecify.annotations.NullMarked;
