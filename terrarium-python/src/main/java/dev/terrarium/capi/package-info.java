/// CPython's C API, one class per header, C names, nothing added.
@NullMarked
package dev.terrarium.capi;

import org.jspecify.annotations.NullMarked;
