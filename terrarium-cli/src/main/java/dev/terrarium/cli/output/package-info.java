/// What a run gives back: values become JSON on one line.
@NullMarked
package dev.terrarium.cli.output;

import org.jspecify.annotations.NullMarked;
