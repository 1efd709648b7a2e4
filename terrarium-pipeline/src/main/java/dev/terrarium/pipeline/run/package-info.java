/// Runs a pipeline: item by item, with clean-up always and a report of where the time went.
@NullMarked
package dev.terrarium.pipeline.run;

import org.jspecify.annotations.NullMarked;
