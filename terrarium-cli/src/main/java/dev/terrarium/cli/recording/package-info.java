/// Runs written down as JSON lines, and read again.
@NullMarked
package dev.terrarium.cli.recording;

import org.jspecify.annotations.NullMarked;
