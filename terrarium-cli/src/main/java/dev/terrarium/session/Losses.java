package dev.terrarium.session;

import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.manifest.Manifest;
import dev.terrarium.pipeline.manifest.NodeSpec;
import dev.terrarium.pipeline.run.NodeReport;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.pipeline.run.WireReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What did not go through a run by leave of its manifest: items skipped, dropped, sent elsewhere
/// or not taken, and nodes that were spared.
public final class Losses {
  private Losses() {}

  /// Returns one sentence, without its full stop, for each node that lost something, in the order
  /// of the report.
  public static List<String> of(RunReport report, Manifest manifest) {
    return report.nodes().stream()
        .flatMap(node ->
            manifest.nodes().stream()
                .filter(spec -> spec.id().equals(node.id()))
                .flatMap(spec -> sentence(node, spec, report.wires()).stream()))
        .toList();
  }

  private static Optional<String> sentence(NodeReport node, NodeSpec spec, List<WireReport> wires) {
    var parts = new ArrayList<String>();
    dropped(spec, wires).ifPresent(parts::add);
    left(node).ifPresent(parts::add);
    circuit(node, spec.conduct().onError()).ifPresent(parts::add);
    failed(node, spec.conduct().onError()).ifPresent(parts::add);
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("node %s: %s".formatted(node.id(), String.join("; ", parts)));
  }

  private static Optional<String> dropped(NodeSpec spec, List<WireReport> wires) {
    var before = wires.stream().filter(wire -> wire.to().equals(spec.id().value())).toList();
    long dropped = before.stream().mapToLong(WireReport::dropped).sum();
    long items = before.stream().mapToLong(WireReport::items).sum();
    return dropped == 0
        ? Optional.empty()
        : spec.conduct()
            .queue()
            .map(queue ->
                "its queue dropped %d of %s, as its policy %s says"
                    .formatted(
                        dropped,
                        counted(items, "item"),
                        queue.policy().name().toLowerCase(Locale.ROOT)));
  }

  private static Optional<String> left(NodeReport node) {
    return node.leftEarly()
        ? Optional.of(
            "it returned after %s, before its input had ended, and took no more"
                .formatted(counted(node.itemsIn(), "item")))
        : Optional.empty();
  }

  private static Optional<String> failed(NodeReport node, ErrorPolicy policy) {
    if (node.failures() == 0) {
      return Optional.empty();
    }
    var failures = counted(node.failures(), "failure") + " in " + counted(node.itemsIn(), "item");
    Optional<String> fate =
        switch (policy) {
          case ErrorPolicy.Fail _, ErrorPolicy.Data _ -> Optional.empty();
          case ErrorPolicy.Skip _ -> Optional.of("skipped " + failures);
          case ErrorPolicy.DeadLetter(ErrorPolicy.Target.File(var path)) ->
              Optional.of(failures + " went to the file " + path);
          case ErrorPolicy.DeadLetter(ErrorPolicy.Target.Sink(var id)) ->
              Optional.of(failures + " went to " + id);
        };
    var first = node.firstFailure().map(each -> ", the first at " + each).orElse("");
    return fate.map(known -> known + first.replaceFirst("\\.$", ""));
  }

  /// A circuit that opens where the first failure ends the run has spared nothing.
  private static Optional<String> circuit(NodeReport node, ErrorPolicy policy) {
    long openings = node.circuitOpenings();
    return openings == 0 || policy instanceof ErrorPolicy.Fail
        ? Optional.empty()
        : Optional.of("its circuit opened " + (openings == 1 ? "once" : openings + " times"));
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
