/// The session of a Python process that has started this JVM within itself.
@NullMarked
package dev.terrarium.session.hosted;

import org.jspecify.annotations.NullMarked;
