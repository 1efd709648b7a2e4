package dev.terrarium.python.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/// A wait of a Java thread for the GIL.
@Name("dev.terrarium.GilWait")
@Label("Wait for the GIL")
@Category({"Terrarium", "Python"})
@Description("A wait of a Java thread for the GIL.")
@Threshold("1 ms")
final class GilWaitEvent extends Event implements Crossing {
  static final GilWaitEvent ANY = new GilWaitEvent();

  static Crossing begun() {
    GilWaitEvent event = new GilWaitEvent();
    event.begin();
    return event;
  }

  @Override
  public boolean ended() {
    end();
    return shouldCommit();
  }

  @Override
  public void record(String what, long size) {
    commit();
  }
}
