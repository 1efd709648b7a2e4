/// Values as JSON, each on one line.
@NullMarked
package dev.terrarium.pipeline.json;

import org.jspecify.annotations.NullMarked;
