/// The nodes that come with Terrarium and run in Java.
@NullMarked
package dev.terrarium.pipeline.nodes;

import org.jspecify.annotations.NullMarked;
