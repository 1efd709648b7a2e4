/// A manifest becomes a graph becomes a run.
@NullMarked
package dev.terrarium.pipeline;

import org.jspecify.annotations.NullMarked;
