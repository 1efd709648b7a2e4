/// Tables of columns that Java and Python share without copying, by Arrow's C data interface.
///
/// A table of pandas, Polars or PyArrow is read by `object.as(ArrowTable.class)`, and an
/// [dev.terrarium.python.arrow.ArrowTable] that is given to Python is one that all of them take.
@NullMarked
package dev.terrarium.python.arrow;

import org.jspecify.annotations.NullMarked;
