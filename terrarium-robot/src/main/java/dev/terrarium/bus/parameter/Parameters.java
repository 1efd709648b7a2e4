package dev.terrarium.bus.parameter;

import dev.terrarium.bus.Bus;
import dev.terrarium.message.payload.Parameter;
import dev.terrarium.message.payload.Parameter.Source;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.quantity.SiUnits;
import dev.terrarium.message.topic.SourceType;
import dev.terrarium.message.topic.TopicPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import javax.measure.Quantity;

/// The parameters of one robot.
///
/// Reading takes no lock and never waits: one volatile read of a map that is replaced as a whole,
/// so that [#list] shows values set together, together. Writers take turns; each value is checked,
/// kept, set, then told on `param.<path>`, in that order.
public final class Parameters {
  private final Map<TopicPath, ParameterDefinition> definitions;
  private final ParameterStore store;
  private final BiConsumer<TopicPath, Payload> publisher;
  private final Announcer announcer = new Announcer();
  private final ReentrantLock writing = new ReentrantLock();
  private volatile Map<TopicPath, Valued> values = Map.of();

  private record Valued(Object value, double si, Source source) {
    static Valued of(Object value, Source source) {
      double si = value instanceof Quantity<?> quantity ? SiUnits.toSi(quantity) : Double.NaN;
      return new Valued(value, si, source);
    }
  }

  private Parameters(
      Map<TopicPath, ParameterDefinition> definitions,
      ParameterStore store,
      BiConsumer<TopicPath, Payload> publisher) {
    this.definitions = definitions;
    this.store = store;
    this.publisher = publisher;
  }

  /// Opens parameters that have their defaults and are not kept.
  public static Parameters open(Collection<ParameterDefinition> definitions, Bus bus) {
    return open(definitions, ParameterStore.none(), Map.of(), bus);
  }

  /// Opens parameters. A value given at the start goes before one that was kept, and that before
  /// the default; each is told on the bus with its source.
  ///
  /// @param startup by dotted path
  /// @throws InvalidParametersException if any value of `startup` is wrong
  /// @throws IllegalArgumentException if two definitions have one path
  public static Parameters open(
      Collection<ParameterDefinition> definitions,
      ParameterStore store,
      Map<String, ?> startup,
      Bus bus) {
    return open(definitions, store, startup, bus::publish);
  }

  /// Finds everything that is wrong with values to begin with; nothing is opened.
  ///
  /// @param startup by dotted path
  /// @throws IllegalArgumentException if two definitions have one path
  public static List<ParameterError> faults(
      Collection<ParameterDefinition> definitions, Map<String, ?> startup) {
    return new StartValues(byPath(definitions)).faults(startup, new HashMap<>());
  }

  static Parameters open(
      Collection<ParameterDefinition> definitions,
      ParameterStore store,
      Map<String, ?> startup,
      BiConsumer<TopicPath, Payload> publisher) {
    var parameters = new Parameters(byPath(definitions), store, publisher);
    parameters.begin(startup);
    return parameters;
  }

  private static Map<TopicPath, ParameterDefinition> byPath(
      Collection<ParameterDefinition> definitions) {
    Map<TopicPath, ParameterDefinition> byPath = new LinkedHashMap<>();
    for (ParameterDefinition definition : definitions) {
      if (byPath.put(definition.path(), definition) != null) {
        throw new IllegalArgumentException(
            "two parameters are at '" + definition.path() + "': give one another path");
      }
    }
    return byPath;
  }

  private void begin(Map<String, ?> startup) {
    var start = new StartValues(definitions);
    Map<TopicPath, Object> given = start.given(startup);
    Map<TopicPath, Object> kept = start.kept(store);
    Map<TopicPath, Valued> first = new HashMap<>();
    for (ParameterDefinition definition : definitions.values()) {
      TopicPath path = definition.path();
      Valued valued =
          given.containsKey(path)
              ? Valued.of(given.get(path), Source.STARTUP)
              : kept.containsKey(path)
                  ? Valued.of(kept.get(path), Source.PERSISTED)
                  : Valued.of(definition.defaultValue(), Source.INIT);
      first.put(path, valued);
      announce(path, Optional.empty(), valued);
    }
    values = Map.copyOf(first);
    announcer.run();
  }

  /// Returns a value, or nothing if there is no such parameter.
  public Optional<Object> find(TopicPath path) {
    Valued valued = values.get(path);
    return valued == null ? Optional.empty() : Optional.of(valued.value);
  }

  /// Returns a number; of a quantity, what it is in SI.
  ///
  /// @throws IllegalArgumentException if there is no parameter of this path and type, as for all of
  ///   these
  public double real(TopicPath path) {
    Valued valued = values.get(path);
    return valued != null && valued.value instanceof Quantity<?>
        ? valued.si
        : get(path, Double.class);
  }

  /// Returns a whole number.
  public long whole(TopicPath path) {
    return get(path, Long.class);
  }

  /// Returns what is true or false.
  public boolean flag(TopicPath path) {
    return get(path, Boolean.class);
  }

  /// Returns a text or a symbol.
  public String text(TopicPath path) {
    return get(path, String.class);
  }

  /// Returns a value of any type.
  public <T> T get(TopicPath path, Class<T> type) {
    Valued valued = values.get(path);
    if (valued == null) {
      throw new IllegalArgumentException(new ParameterError.Unregistered(path).message());
    }
    if (!type.isInstance(valued.value)) {
      throw new IllegalArgumentException(
          "parameter '%s' is %s, and was read as a %s"
              .formatted(path, definition(path).type().description(), type.getSimpleName()));
    }
    return type.cast(valued.value);
  }

  private ParameterDefinition definition(TopicPath path) {
    ParameterDefinition definition = definitions.get(path);
    if (definition == null) {
      throw new IllegalArgumentException(new ParameterError.Unregistered(path).message());
    }
    return definition;
  }

  /// Sets one parameter.
  public SetResult set(TopicPath path, Object value) {
    return setMany(Map.of(path, value));
  }

  /// Sets all of some parameters, or none of them.
  public SetResult setMany(Map<TopicPath, ?> wanted) {
    return setMany(wanted, Source.LOCAL);
  }

  /// Sets all of some parameters, or none of them, for somebody.
  ///
  /// @param source [Source#LOCAL], or [Source#REMOTE] for somebody in another process
  public SetResult setMany(Map<TopicPath, ?> wanted, Source source) {
    if (source != Source.LOCAL && source != Source.REMOTE) {
      throw new IllegalArgumentException("a parameter is set as LOCAL or REMOTE, not " + source);
    }
    SetResult result;
    writing.lock();
    try {
      result = write(wanted, source);
    } finally {
      writing.unlock();
    }
    announcer.run();
    return result;
  }

  private SetResult write(Map<TopicPath, ?> wanted, Source source) {
    List<ParameterError> errors = new ArrayList<>();
    Map<TopicPath, Object> canonical = new LinkedHashMap<>();
    wanted.forEach((path, value) -> check(path, value, errors, canonical));
    if (!errors.isEmpty()) {
      return new SetResult.Refused(errors);
    }
    try {
      Map<TopicPath, Object> plain = new LinkedHashMap<>(canonical);
      plain.replaceAll((_, value) -> ValueText.plain(value));
      store.save(plain);
    } catch (IOException | RuntimeException failure) {
      var error =
          new ParameterError.NotPersisted(List.copyOf(canonical.keySet()), failure.toString());
      return new SetResult.Refused(List.of(error));
    }
    Map<TopicPath, Valued> next = new HashMap<>(values);
    List<SetResult.Change> changes = new ArrayList<>();
    canonical.forEach((path, value) -> {
      Object old = find(path).orElseThrow();
      var valued = Valued.of(value, source);
      next.put(path, valued);
      changes.add(new SetResult.Change(path, old, value));
      announce(path, Optional.of(old), valued);
    });
    values = Map.copyOf(next);
    return new SetResult.Changed(changes);
  }

  private void check(
      TopicPath path, Object value, List<ParameterError> errors, Map<TopicPath, Object> canonical) {
    ParameterDefinition definition = definitions.get(path);
    if (definition == null) {
      errors.add(new ParameterError.Unregistered(path));
      return;
    }
    Optional<ParameterError> error = definition.type().check(path, value);
    if (error.isPresent()) {
      errors.add(error.get());
    } else {
      canonical.put(path, definition.type().canonical(value));
    }
  }

  /// Lists the parameters at a path and below it, in the order of their definitions, as they are at
  /// one moment; all of them for [TopicPath#ROOT].
  public List<ParameterView> list(TopicPath prefix) {
    Map<TopicPath, Valued> now = values;
    List<ParameterView> views = new ArrayList<>();
    definitions.forEach((path, definition) -> {
      Valued valued = now.get(path);
      if (valued != null && prefix.isPrefixOf(path)) {
        views.add(new ParameterView(definition, valued.value, valued.source));
      }
    });
    return views;
  }

  private void announce(TopicPath path, Optional<Object> old, Valued valued) {
    List<String> segments = path.segments();
    var topic = TopicPath.of(SourceType.PARAM, segments.toArray(String[]::new));
    Object value = ValueText.plain(valued.value);
    var changed = new Parameter.Changed(segments, old.map(ValueText::plain), value, valued.source);
    announcer.add(() -> publisher.accept(topic, changed));
  }
}
