/// Gives a Python node a place to run.
@NullMarked
package dev.terrarium.worker;

import org.jspecify.annotations.NullMarked;
