/// Finds or makes a CPython and describes it as one record, with the reason for every candidate
/// refused.
@NullMarked
package dev.terrarium.environment;

import org.jspecify.annotations.NullMarked;
