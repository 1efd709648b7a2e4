/// The way of a command to an actuator, with the gate in it whatever brought the command.
@NullMarked
package dev.terrarium.bus.actuator;

import org.jspecify.annotations.NullMarked;
