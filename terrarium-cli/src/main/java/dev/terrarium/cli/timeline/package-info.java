/// What a robot did as one self-contained page: lanes over time, and the emergency stop from near.
@NullMarked
package dev.terrarium.cli.timeline;

import org.jspecify.annotations.NullMarked;
