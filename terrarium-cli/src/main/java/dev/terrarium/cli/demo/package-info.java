/// A run of an arm as one self-contained page: the arm that moves, Python's time beside the loop's,
/// and what became of the loop while Python was blocked.
@NullMarked
package dev.terrarium.cli.demo;

import org.jspecify.annotations.NullMarked;
