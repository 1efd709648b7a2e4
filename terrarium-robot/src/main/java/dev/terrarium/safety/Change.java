package dev.terrarium.safety;

/// What an event has done to a robot: the step, and how it stands afterwards.
record Change(Step step, Standing standing) {
  boolean hasMoved() {
    return step instanceof Step.Move;
  }
}
