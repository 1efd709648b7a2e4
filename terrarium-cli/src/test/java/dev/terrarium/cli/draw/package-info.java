/// What the page about a run shows, and how it stays safe.
@NullMarked
package dev.terrarium.cli.draw;

import org.jspecify.annotations.NullMarked;
