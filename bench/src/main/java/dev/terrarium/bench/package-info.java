/// Measures Terrarium beside what the same work costs a C program, in one process with one
/// libpython.
///
/// [Main] is `./terrarium bench`. A row of the table is a [Row]; the classes named `HowFastIs…`
/// hold the JMH methods of the rows; [Twin] runs a row's C side, which [FloorCompiler] compiles
/// from `floor.c`, around every JMH iteration. Nobody imports this package, and it is never
/// published.
@NullMarked
package dev.terrarium.bench;

import org.jspecify.annotations.NullMarked;
