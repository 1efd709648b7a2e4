@NullMarked
package dev.terrarium.bus.command;

import org.jspecify.annotations.NullMarked;
