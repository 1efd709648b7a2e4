package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.QueueBound;

/// A connection whose ends run on different threads, so that a queue stands on it.
///
/// @param link the connection
/// @param bound the queue
/// @param position which of its taker's connections it is, from 0
record Wire(Link link, QueueBound bound, int position) {}
