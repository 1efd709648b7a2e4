/// Shows a session to a person.
@NullMarked
package dev.terrarium.cli;

import org.jspecify.annotations.NullMarked;
