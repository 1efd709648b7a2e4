/// A run as one self-contained page.
@NullMarked
package dev.terrarium.cli.report;

import org.jspecify.annotations.NullMarked;
