@NullMarked
package dev.terrarium.safety;

import org.jspecify.annotations.NullMarked;
