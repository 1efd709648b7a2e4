package dev.terrarium.broker.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// Something that a broker did about an operation, or would not do.
@Name("dev.terrarium.broker.Action")
@Label("Broker Action")
@Category({"Terrarium", "Broker"})
@Description("An interrupt, a mark, a kill, a restart or a refusal.")
@StackTrace(false)
final class ActionEvent extends Event implements Recording.OfAction {
  static final ActionEvent ANY = new ActionEvent();

  @Label("Action")
  @Nullable String action;

  @Label("Of")
  @Nullable String of;

  @Label("Detail")
  @Nullable String detail;

  @Override
  public void record(String what, String name, String told) {
    action = what;
    of = name;
    detail = told;
    commit();
  }
}
