package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.QueueBound;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.manifest.TypedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A pipeline cut into pieces that each run on one thread, with queues between them.
///
/// It is cut where branches part or meet, around a node that is to have its own thread, and in
/// front of one that has a queue or sees the whole stream. The input and the output count as nodes
/// of their own; the piece with the output runs on the thread of whoever runs the pipeline.
final class Plan {
  private static final QueueBound USUAL =
      new QueueBound(QueueBound.USUAL_CAPACITY, QueueBound.Policy.BLOCK);

  private final String name;
  private final boolean hasForeignResults;
  private final Links links;
  private final List<Seam> seams;
  private final List<Piece> pieces = new ArrayList<>();

  /// @param hasForeignResults whether foreign values leave as they are
  Plan(Reading.Accepted pipeline, boolean hasForeignResults) {
    this.name = pipeline.manifest().metadata().name();
    this.hasForeignResults = hasForeignResults;
    this.links = new Links(pipeline);
    this.seams = Seams.of(links, hasForeignResults);
    for (int node = Links.INPUT; node <= links.output(); node++) {
      boolean isThere = node != Links.INPUT || needsInput();
      boolean begins = links.to(node).stream().noneMatch(this::isJoined);
      if (isThere && begins) {
        pieces.add(pieceFrom(node));
      }
    }
  }

  /// Returns the pipeline's name.
  String name() {
    return name;
  }

  /// Whether foreign values leave as they are.
  boolean hasForeignResults() {
    return hasForeignResults;
  }

  /// Returns the nodes, in the order in which items pass them.
  List<TypedNode> nodes() {
    return links.nodes();
  }

  /// Returns where foreign values come to a node and leave it.
  Seam seam(int node) {
    return seams.get(node);
  }

  /// Returns the pieces, in the order in which they are opened.
  List<Piece> pieces() {
    return pieces;
  }

  /// Whether some node takes the pipeline's input.
  boolean needsInput() {
    return !links.from(Links.INPUT).isEmpty();
  }

  /// Returns the names of all that leads to the output.
  List<String> sinks() {
    return links.to(links.output()).stream().map(Link::sink).distinct().toList();
  }

  /// Returns the connection to the output that needs no queue, where the last piece has a node.
  Link exit() {
    return links.to(links.output()).getFirst();
  }

  private Piece pieceFrom(int first) {
    var members = new ArrayList<Integer>();
    var out = new ArrayList<Wire>();
    var joined = Optional.of(first);
    while (joined.isPresent()) {
      int node = joined.get();
      members.add(node);
      links.from(node).stream().filter(link -> !isJoined(link)).map(this::wire).forEach(out::add);
      joined = links.from(node).stream().filter(this::isJoined).map(Link::to).findFirst();
    }
    var in = links.to(first).stream().map(this::wire).toList();
    boolean isFed = members.removeIf(node -> node == Links.INPUT);
    boolean delivers = members.removeIf(node -> node == links.output());
    return new Piece(members, isFed, delivers, in, out);
  }

  private Wire wire(Link link) {
    var bound = link.to() == links.output() ? USUAL : conduct(link.to()).queue().orElse(USUAL);
    return new Wire(link, bound, links.to(link.to()).indexOf(link));
  }

  /// Whether both ends run on one thread.
  private boolean isJoined(Link link) {
    boolean isOnly =
        !link.isForFailures()
            && links.to(link.to()).size() == 1
            && links.from(link.from()).stream().filter(each -> !each.isForFailures()).count() == 1;
    boolean mayLead = link.from() == Links.INPUT || !isAlone(link.from());
    return isOnly && mayLead && (link.to() == links.output() || mayFollow(link));
  }

  private boolean mayFollow(Link link) {
    var conduct = conduct(link.to());
    boolean isFirst = link.from() == Links.INPUT && conduct.workers() == 1;
    return conduct.queue().isEmpty() && (isFirst || !(isAlone(link.to()) || conduct.streaming()));
  }

  private boolean isAlone(int node) {
    return conduct(node).isolation() != Conduct.Isolation.INLINE;
  }

  private Conduct conduct(int node) {
    return nodes().get(node).spec().conduct();
  }
}
