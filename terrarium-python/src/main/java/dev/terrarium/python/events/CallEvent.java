package dev.terrarium.python.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// A call from Java to Python.
@Name("dev.terrarium.Call")
@Label("Python Call")
@Category({"Terrarium", "Python"})
@Description("A call from Java to Python.")
@Threshold("10 ms")
final class CallEvent extends CrossingEvent {
  static final CallEvent ANY = new CallEvent();

  @Label("Callable")
  @Nullable String callable;

  @Override
  public void record(String what, long size) {
    callable = what;
    commit();
  }
}
