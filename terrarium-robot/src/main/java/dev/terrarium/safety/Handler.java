package dev.terrarium.safety;

/// A handler, and what it acts by.
record Handler<O>(ComponentPath path, O options, DisarmHandler<O> action) {
  HandlerResult run() throws Exception {
    return action.disarm(options);
  }
}
