package dev.terrarium.python.events;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// A copy of an array's elements between Python and Java.
@Name("dev.terrarium.Copy")
@Label("Array Copy")
@Category({"Terrarium", "Python"})
@Description("A copy of an array's elements between Python and Java.")
@Threshold("1 ms")
final class CopyEvent extends CrossingEvent {
  static final CopyEvent ANY = new CopyEvent();

  @Label("Elements")
  @Nullable String elements;

  @Label("Size")
  @DataAmount
  long bytes;

  @Override
  public void record(String what, long size) {
    elements = what;
    bytes = size;
    commit();
  }
}
