/// A pipeline as a picture, or as text that other programs make a picture of.
@NullMarked
package dev.terrarium.cli.draw;

import org.jspecify.annotations.NullMarked;
