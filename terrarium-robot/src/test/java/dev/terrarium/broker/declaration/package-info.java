@NullMarked
package dev.terrarium.broker.declaration;

import org.jspecify.annotations.NullMarked;
