/// Runs a Python node in the interpreter of this process, on the thread that runs the pipeline.
@NullMarked
package dev.terrarium.worker.inline;

import org.jspecify.annotations.NullMarked;
