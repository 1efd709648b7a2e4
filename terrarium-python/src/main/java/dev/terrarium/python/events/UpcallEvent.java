package dev.terrarium.python.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
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
final class UpcallEvent extends Event implements Crossing {
  static final UpcallEvent ANY = new UpcallEvent();

  @Label("Function")
  @Nullable String function;

  static Crossing begun() {
    UpcallEvent event = new UpcallEvent();
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
    function = what;
    commit();
  }
}
