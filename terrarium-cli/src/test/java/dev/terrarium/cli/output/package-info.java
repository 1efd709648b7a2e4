/// How results look as JSON.
@NullMarked
package dev.terrarium.cli.output;

import org.jspecify.annotations.NullMarked;
