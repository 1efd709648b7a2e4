@NullMarked
package dev.terrarium.session.robot;

import org.jspecify.annotations.NullMarked;
