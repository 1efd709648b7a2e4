@NullMarked
package dev.terrarium.cli;

import org.jspecify.annotations.NullMarked;
