/// What `pip install` gives to Python people.
@NullMarked
package dev.terrarium.wheel;

import org.jspecify.annotations.NullMarked;
