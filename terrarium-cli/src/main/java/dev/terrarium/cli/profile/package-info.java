/// Sampled stacks as a flame graph: a picture, a page, or text for other tools.
@NullMarked
package dev.terrarium.cli.profile;

import org.jspecify.annotations.NullMarked;
