/// Arms and those whom they serve.
@NullMarked
package dev.terrarium.session.arm;

import org.jspecify.annotations.NullMarked;
