/// Programs that try to move a robot without being let.
@NullMarked
package dev.terrarium.burglary;

import org.jspecify.annotations.NullMarked;
