@NullMarked
package dev.terrarium.cli.robot;

import org.jspecify.annotations.NullMarked;
