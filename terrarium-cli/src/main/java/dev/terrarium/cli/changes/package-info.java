/// Files that a pipeline is made of, and when they change.
@NullMarked
package dev.terrarium.cli.changes;

import org.jspecify.annotations.NullMarked;
