package dev.terrarium.python;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name that a method of a Java interface has in Python, where neither its own nor its own in
/// snake case is it.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface PythonName {
  /// The name of the function or attribute.
  String value();
}
