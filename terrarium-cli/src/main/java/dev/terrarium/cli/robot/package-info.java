/// What the command line sees of a robot that runs.
@NullMarked
package dev.terrarium.cli.robot;

import org.jspecify.annotations.NullMarked;
