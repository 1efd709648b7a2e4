/// Where the threads of runs spend their time, in Java and in Python.
@NullMarked
package dev.terrarium.session.sampling;

import org.jspecify.annotations.NullMarked;
