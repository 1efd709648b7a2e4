package dev.terrarium.bench;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeProvider;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Offers the Java nodes that the figures need and no user would.
public final class FigureNodes implements NodeProvider {
  private static final long SLOW_NANOS = 2_000;

  private static final List<NodeType> TYPES =
      List.of(
          new Type(
              "Sleep100",
              Object.class,
              (item, out) -> {
                TimeUnit.MILLISECONDS.sleep(100);
                out.emit(item);
              }),
          new Type(
              "Slow",
              Object.class,
              (item, out) -> {
                spin(SLOW_NANOS);
                out.emit(item);
              }),
          new Type(
              "Spin60",
              Object.class,
              (item, out) -> {
                spin(TimeUnit.MILLISECONDS.toNanos(60));
                out.emit(item);
              }),
          new Type("Copy", Object.class, (item, out) -> out.emit(copied(item))),
          new Type(
              "Increment", Object.class, (item, out) -> out.emit((LongUnaryOperator) x -> x + 1)),
          new Type(
              "Samples",
              AudioFrame.class,
              (item, out) ->
                  out.emit((long) ((AudioFrame) Objects.requireNonNull(item)).length())));

  @Override
  public NodeSource open(Settings settings) {
    return new NodeSource() {
      @Override
      public List<NodeType> types() {
        return TYPES;
      }

      @Override
      public Lookup find(String name) {
        return TYPES.stream()
            .filter(type -> type.name().equals(name))
            .findFirst()
            .<Lookup>map(Lookup.Found::new)
            .orElseGet(Lookup.Unknown::new);
      }
    };
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /// The same value, which has been read element by element.
  private static @Nullable Object copied(@Nullable Object item) {
    return switch (item) {
      case List<?> list -> new ArrayList<>(list);
      case Map<?, ?> map -> new LinkedHashMap<>(map);
      case null, default -> item;
    };
  }

  private record Type(String name, Class<?> input, Node node) implements NodeType {
    @Override
    public String summary() {
      return "A node of the figures.";
    }

    @Override
    public ParameterSchema parameters() {
      return ParameterSchema.of();
    }

    @Override
    public Node create(NodeContext context) {
      return node;
    }
  }
}
