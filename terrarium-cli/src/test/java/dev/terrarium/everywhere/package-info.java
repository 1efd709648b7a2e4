/// The same manifest gives the same, wherever it is run from and wherever its Python nodes run.
@NullMarked
package dev.terrarium.everywhere;

import org.jspecify.annotations.NullMarked;
