/// What the page about a run shows, and how it stays safe.
@NullMarked
package dev.terrarium.cli.report;

import org.jspecify.annotations.NullMarked;
