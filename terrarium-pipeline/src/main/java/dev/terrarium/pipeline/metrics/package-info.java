/// What runs do, for programs that watch them: as Prometheus reads it, and as JSON.
@NullMarked
package dev.terrarium.pipeline.metrics;

import org.jspecify.annotations.NullMarked;
