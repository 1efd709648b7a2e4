package dev.terrarium.python.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// A call from Python to Java.
@Name("dev.terrarium.Upcall")
@Label("Call from Python")
@Category({"Terrarium", "Python"})
@Description("A call from Python to Java.")
@Threshold("10 ms")
final class UpcallEvent extends CrossingEvent {
  static final UpcallEvent ANY = new UpcallEvent();

  @Label("Function")
  @Nullable String function;

  @Override
  public void record(String what, long size) {
    function = what;
    commit();
  }
}
