/// The documentation keeps its word: its links lead somewhere, its programs compile and run.
@NullMarked
package dev.terrarium.documentation;

import org.jspecify.annotations.NullMarked;
