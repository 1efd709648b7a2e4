package dev.terrarium.message.payload;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a field of a payload means: its unit and its sense.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface About {
  /// Returns what the field means.
  String value();

  /// Returns the value where none is given, as text, such as `0.0`, `false`, `[]` or a symbol;
  /// empty where the field has to be given, or is an `Optional`.
  String otherwise() default "";
}
