/// The examples do what their pages say.
@NullMarked
package dev.terrarium.examples;

import org.jspecify.annotations.NullMarked;
