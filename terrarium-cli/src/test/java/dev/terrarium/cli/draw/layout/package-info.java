/// What the page about a run shows, and how it stays safe.
@NullMarked
package dev.terrarium.cli.draw.layout;

import org.jspecify.annotations.NullMarked;
