/// An arm that is simulated or real, opened with what people say of it, and served to other
/// programs.
///
/// [ArmStation] has everything that one arm needs; who moves it, moves it through there.
@NullMarked
package dev.terrarium.session.arm;

import org.jspecify.annotations.NullMarked;
