/// What can be fed to a run, and how it is refused.
@NullMarked
package dev.terrarium.cli.input;

import org.jspecify.annotations.NullMarked;
