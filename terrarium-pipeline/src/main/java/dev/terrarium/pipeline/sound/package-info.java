/// Reads and writes files of sound.
@NullMarked
package dev.terrarium.pipeline.sound;

import org.jspecify.annotations.NullMarked;
