package dev.terrarium.python.events;

import jdk.jfr.Event;

/// What the events of crossings have in common.
abstract class CrossingEvent extends Event implements Crossing {
  final Crossing begun() {
    begin();
    return this;
  }

  @Override
  public final boolean ended() {
    end();
    return shouldCommit();
  }
}
