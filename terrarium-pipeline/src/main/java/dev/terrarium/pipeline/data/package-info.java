/// Where a program meets a running pipeline: it puts items in, and takes items out.
@NullMarked
package dev.terrarium.pipeline.data;

import org.jspecify.annotations.NullMarked;
