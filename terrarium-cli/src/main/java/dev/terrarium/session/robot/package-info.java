/// A declared robot, opened with what its file names: its Python, and its simulated cameras.
@NullMarked
package dev.terrarium.session.robot;

import org.jspecify.annotations.NullMarked;
