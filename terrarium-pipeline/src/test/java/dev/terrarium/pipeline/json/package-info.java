/// How results look as JSON.
@NullMarked
package dev.terrarium.pipeline.json;

import org.jspecify.annotations.NullMarked;
