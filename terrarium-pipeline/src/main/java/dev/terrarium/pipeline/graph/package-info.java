/// The order in which nodes run, and the shape of what connects them.
@NullMarked
package dev.terrarium.pipeline.graph;

import org.jspecify.annotations.NullMarked;
