/// Where the boxes of a graph stand, and how its links run: plain geometry that knows nothing of
/// pipelines.
@NullMarked
package dev.terrarium.cli.draw.layout;

import org.jspecify.annotations.NullMarked;
