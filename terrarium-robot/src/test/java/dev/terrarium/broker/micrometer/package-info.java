@NullMarked
package dev.terrarium.broker.micrometer;

import org.jspecify.annotations.NullMarked;
