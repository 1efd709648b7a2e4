@NullMarked
package dev.terrarium.cli.browser;

import org.jspecify.annotations.NullMarked;
