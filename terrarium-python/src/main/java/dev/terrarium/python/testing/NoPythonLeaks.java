package dev.terrarium.python.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Fails a test that leaves something of Python behind, and says where that was made.
///
/// ```java
/// @NoPythonLeaks
/// class ScorerTest { … }
/// ```
///
/// What counts: references ([dev.terrarium.python.PyRef]) and arrays
/// ([dev.terrarium.python.NativeArray]) that were not closed, regions of the GIL that are open, and
/// Java objects that Python still holds after both collectors have run. What a `@BeforeEach` makes
/// counts as well; what was there before does not.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NoPythonLeaksExtension.class)
public @interface NoPythonLeaks {
  /// Whether a reference that nobody closed may pass if the collector has found it by the end of
  /// the test.
  boolean lenient() default false;

  /// How long, in milliseconds, the collectors of both languages get to find what is no longer
  /// used.
  long patience() default 3_000;
}
