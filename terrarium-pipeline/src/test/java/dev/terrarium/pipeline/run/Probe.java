package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Node types made for a test, and a diary of what happened to their nodes.
final class Probe implements NodeSource {
  private final Map<String, Supplier<Behaviour>> behaviours = new HashMap<>();
  private final List<String> diary;

  Probe(List<String> diary) {
    this.diary = diary;
  }

  /// What a node does with an item.
  interface Behaviour {
    void process(@Nullable Object item, Outlet out) throws Exception;

    default void open() throws Exception {}

    default void flush(Outlet out) throws Exception {}

    default void close() throws Exception {}
  }

  Probe with(String type, Behaviour behaviour) {
    return withEach(type, () -> behaviour);
  }

  /// Gives each node of the type a behaviour of its own.
  Probe withEach(String type, Supplier<Behaviour> behaviour) {
    behaviours.put(type, behaviour);
    return this;
  }

  @Override
  public List<NodeType> types() {
    return List.of();
  }

  @Override
  public Lookup find(String name) {
    var behaviour = behaviours.get(name);
    return behaviour == null
        ? new Lookup.Unknown()
        : new Lookup.Found(new Type(name, behaviour, diary));
  }

  private record Type(String name, Supplier<Behaviour> behaviour, List<String> diary)
      implements NodeType {
    @Override
    public String summary() {
      return "A node of a test.";
    }

    @Override
    public ParameterSchema parameters() {
      return new ParameterSchema(List.of(), true);
    }

    @Override
    public Node create(NodeContext context) {
      return new Diarist(context.id().value(), behaviour.get(), diary);
    }
  }

  private record Diarist(String id, Behaviour behaviour, List<String> diary) implements Node {
    @Override
    public void open() throws Exception {
      diary.add("open " + id);
      behaviour.open();
    }

    @Override
    public void process(@Nullable Object item, Outlet out) throws Exception {
      diary.add(id + " takes " + item);
      behaviour.process(item, out);
    }

    @Override
    public void flush(Outlet out) throws Exception {
      diary.add("flush " + id);
      behaviour.flush(out);
    }

    @Override
    public void close() throws Exception {
      diary.add("close " + id);
      behaviour.close();
    }
  }
}
