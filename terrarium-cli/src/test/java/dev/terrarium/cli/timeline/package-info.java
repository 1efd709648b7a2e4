@NullMarked
package dev.terrarium.cli.timeline;

import org.jspecify.annotations.NullMarked;
