/// Reads manifest v1, and says everything that is wrong with one at once.
@NullMarked
package dev.terrarium.pipeline.manifest;

import org.jspecify.annotations.NullMarked;
