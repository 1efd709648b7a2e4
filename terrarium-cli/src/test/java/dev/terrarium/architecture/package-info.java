/// The laws of the house, each one a test.
@NullMarked
package dev.terrarium.architecture;

import org.jspecify.annotations.NullMarked;
