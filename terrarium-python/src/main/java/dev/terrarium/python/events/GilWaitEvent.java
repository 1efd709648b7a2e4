package dev.terrarium.python.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/// A wait of a Java thread for the GIL.
@Name("dev.terrarium.GilWait")
@Label("Wait for the GIL")
@Category({"Terrarium", "Python"})
@Description("A wait of a Java thread for the GIL.")
@Threshold("1 ms")
final class GilWaitEvent extends CrossingEvent {
  static final GilWaitEvent ANY = new GilWaitEvent();

  @Override
  public void record(String what, long size) {
    commit();
  }
}
