package dev.terrarium.pipeline.run;

import java.util.List;

/// Nodes in a row that run on one thread, each straight into the next.
///
/// @param nodes their places in the order, the first one first; empty for an input or an output on
///   its own
/// @param isFed whether it reads the pipeline's input
/// @param delivers whether it hands on what leaves the pipeline
/// @param in what its first node takes, in the order of the connections; empty where it is fed or
///   its first node is a source
/// @param out where its items go, those for failures included; empty where it delivers
record Piece(List<Integer> nodes, boolean isFed, boolean delivers, List<Wire> in, List<Wire> out) {
  Piece {
    nodes = List.copyOf(nodes);
    in = List.copyOf(in);
    out = List.copyOf(out);
  }
}
