@NullMarked
package dev.terrarium.message.payload;

import org.jspecify.annotations.NullMarked;
