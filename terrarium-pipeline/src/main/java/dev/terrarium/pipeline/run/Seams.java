package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.NodeType;
import java.util.ArrayList;
import java.util.List;

/// Finds the seam of each node of a pipeline: who gives it foreign values, and who behind it needs
/// them in Java.
///
/// A node that passes items on is looked through, both ways.
final class Seams {
  private final Links links;
  private final boolean hasForeignResults;
  private final List<List<NodeId>> givers = new ArrayList<>();
  private final List<List<NodeId>> makers = new ArrayList<>();
  private final boolean[] leadsToJava;

  private Seams(Links links, boolean hasForeignResults) {
    this.links = links;
    this.hasForeignResults = hasForeignResults;
    this.leadsToJava = new boolean[links.nodes().size()];
  }

  /// Returns the seams, in the order of the nodes.
  ///
  /// @param hasForeignResults whether foreign values leave the pipeline as they are
  static List<Seam> of(Links links, boolean hasForeignResults) {
    var seams = new Seams(links, hasForeignResults);
    int count = links.nodes().size();
    for (int node = 0; node < count; node++) {
      seams.lookBefore(node);
    }
    for (int node = count - 1; node >= 0; node--) {
      seams.leadsToJava[node] = seams.items(node).stream().anyMatch(seams::endsInJava);
    }
    var found = new ArrayList<Seam>();
    for (int node = 0; node < count; node++) {
      found.add(new Seam(seams.givers.get(node), seams.makers.get(node), seams.leaving(node)));
    }
    return List.copyOf(found);
  }

  private void lookBefore(int node) {
    var before =
        links.to(node).stream()
            .filter(link -> !link.isForFailures() && link.from() != Links.INPUT)
            .flatMap(link -> makers.get(link.from()).stream())
            .distinct()
            .toList();
    var type = type(node);
    givers.add(before);
    if (type.runtime() == NodeRuntime.CPYTHON) {
      makers.add(List.of(links.nodes().get(node).spec().id()));
    } else {
      makers.add(type.passesItemsOn() ? before : List.of());
    }
  }

  private Seam.Leaving leaving(int node) {
    if (!leadsToJava[node]) {
      return Seam.Leaving.AS_IS;
    }
    boolean isOnly = items(node).size() == 1 && needsJava(items(node).getFirst());
    return isOnly ? Seam.Leaving.CONVERTED : Seam.Leaving.CHECKED;
  }

  private boolean endsInJava(Link link) {
    boolean isLast = link.to() == links.output();
    return needsJava(link)
        || (!isLast && type(link.to()).passesItemsOn() && leadsToJava[link.to()]);
  }

  /// Whether what takes the items takes anything that can be converted. One that wants a type of
  /// its own converts to that, and may refuse it by its own policy.
  private boolean needsJava(Link link) {
    if (link.to() == links.output()) {
      return !hasForeignResults;
    }
    var type = type(link.to());
    return !type.takesForeignValues() && type.input() == Object.class;
  }

  private List<Link> items(int node) {
    return links.from(node).stream().filter(link -> !link.isForFailures()).toList();
  }

  private NodeType type(int node) {
    return links.nodes().get(node).type();
  }
}
