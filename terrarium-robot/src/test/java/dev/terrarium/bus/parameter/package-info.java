@NullMarked
package dev.terrarium.bus.parameter;

import org.jspecify.annotations.NullMarked;
