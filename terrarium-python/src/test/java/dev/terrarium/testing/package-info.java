/// What tests of several rooms share: the CPythons of this machine, and JVMs of their own for tests
/// that need one.
@NullMarked
package dev.terrarium.testing;

import org.jspecify.annotations.NullMarked;
