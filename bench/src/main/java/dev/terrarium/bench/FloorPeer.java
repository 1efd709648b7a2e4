package dev.terrarium.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The C floor in the comparison with other bridges: a process of its own, as they have.
final class FloorPeer {
  private static final Map<String, String> ROWS =
      Map.ofEntries(
          Map.entry("call", "floor_call"),
          Map.entry("dict", "floor_peer_dict"),
          Map.entry("list", "floor_peer_list"),
          Map.entry("str", "floor_peer_text"),
          Map.entry("array-sum", "floor_peer_array_sum"),
          Map.entry("array-copy", "floor_peer_array_copy"),
          Map.entry("array-view", "floor_peer_array_view"),
          Map.entry("callback", "floor_callback"),
          Map.entry("exception-text", "floor_traceback"),
          Map.entry("generator", "floor_peer_generator"),
          Map.entry("pipeline", "floor_peer_pipeline"));

  private FloorPeer() {}

  /// Serves the rows.
  ///
  /// @param arguments the interpreter, and the compiled floor
  public static void main(String[] arguments) throws IOException {
    Interpreter interpreter = new Interpreter();
    interpreter.chosen = arguments[0];
    interpreter.open();
    Floor floor = Floor.open(Path.of(arguments[1]), interpreter.workload());
    Serve serve = new Serve();
    ROWS.forEach((row, function) -> {
      Floor.Work work = floor.work(function);
      serve.row(row, count -> Serve.check(work.nanosEach(count) > 0));
    });
    serve.without("", "call-two-threads", "array-longs", "exception", "list-array");
    serve.untilEnd("C, -O3");
  }
}
