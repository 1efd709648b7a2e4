package dev.terrarium.pipeline.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// A node's work on one item, and that of the nodes behind it on the same thread.
@Name("dev.terrarium.pipeline.NodeItem")
@Label("Item at a Node")
@Category({"Terrarium", "Pipeline"})
@Description("A node's work on one item, and that of the nodes behind it on the same thread.")
@Threshold("10 ms")
@StackTrace(false)
final class NodeItemEvent extends Event implements Recording.OfItem {
  static final NodeItemEvent ANY = new NodeItemEvent();

  @Label("Node")
  @Nullable String node;

  @Label("Item")
  @Description("The item's number at the node, from 0.")
  long item;

  @Label("Input Item")
  @Description("The number of the input's item that it came of, from 0; -1 if it came of none.")
  long inputItem;

  Recording.OfItem begun() {
    begin();
    return this;
  }

  @Override
  public boolean ended() {
    end();
    return shouldCommit();
  }

  @Override
  public void record(String at, long number, long ofInput) {
    node = at;
    item = number;
    inputItem = ofInput;
    commit();
  }
}
