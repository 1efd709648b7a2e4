package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Turns YAML 1.2 into what [JsonReader] makes of JSON; makes nothing else, and runs nothing.
///
/// Reads the parser's events and not its objects, so that every fault has its place, and neither
/// depth nor aliases take more than they may.
final class YamlReader {
  private static final int DEEPEST = 1000;
  private static final int MOST_VALUES = 1_000_000;

  private final Iterator<Event> events;
  private final Findings findings;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int depth;
  private int values;

  private YamlReader(Iterator<Event> events, Findings findings) {
    this.events = events;
    this.findings = findings;
  }

  /// A value that has a name.
  ///
  /// @param size the values in it
  private record Anchored(@Nullable Object value, int size) {}

  /// What ends the reading.
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(Event at, String reason) {
      super(where(at) + reason, null, false, false);
    }
  }

  /// Reads one document; what is not YAML, or has no counterpart in JSON, and keys that appear
  /// twice, become faults.
  static Optional<Document> read(String text, Findings findings) {
    var unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    var settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    try {
      var events = new ParserImpl(settings, new StreamReader(settings, unmarked));
      return new YamlReader(events, findings).document();
    } catch (MarkedYamlEngineException e) {
      var at = e.getProblemMark().map(mark -> where(mark.getLine(), mark.getColumn())).orElse("");
      findings.fault("$", at + "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      findings.fault("$", "not YAML: " + e.getMessage());
    } catch (Unreadable e) {
      findings.fault("$", String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private Optional<Document> document() throws Unreadable {
    events.next();
    if (events.next().getEventId() == Event.ID.StreamEnd) {
      findings.fault("$", "the text is empty, not YAML");
      return Optional.empty();
    }
    var document = new Document(value(events.next(), "$"));
    events.next();
    var after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw new Unreadable(after, "there is more text after the end of the document");
    }
    return Optional.of(document);
  }

  private @Nullable Object value(Event event, String path) throws Unreadable {
    if (event instanceof AliasEvent alias) {
      return named(alias);
    }
    int before = count(event, 1);
    var value =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar, path);
          case CollectionStartEvent start -> collection(start, path);
          default -> throw new AssertionError("A value does not begin with " + event);
        };
    int size = values - before;
    ((NodeEvent) event)
        .getAnchor()
        .ifPresent(name -> anchors.put(name.getValue(), new Anchored(value, size)));
    return value;
  }

  private @Nullable Object named(AliasEvent alias) throws Unreadable {
    var anchored = anchors.get(alias.getAlias().getValue());
    if (anchored == null) {
      throw new Unreadable(
          alias, "nothing that ends before here is named '&" + alias.getAlias().getValue() + "'");
    }
    count(alias, anchored.size());
    return anchored.value();
  }

  /// Counts values, and returns how many there were before.
  private int count(Event event, int more) throws Unreadable {
    int before = values;
    values += more;
    if (values > MOST_VALUES) {
      throw new Unreadable(
          event, "there are more than " + MOST_VALUES + " values, aliases followed");
    }
    return before;
  }

  private @Nullable Object collection(CollectionStartEvent start, String path) throws Unreadable {
    boolean map = start.getEventId() == Event.ID.MappingStart;
    var usual = "tag:yaml.org,2002:" + (map ? "map" : "seq");
    var tag = start.getTag().filter(name -> !name.equals("!") && !name.equals(usual));
    if (tag.isPresent()) {
      findings.fault(path, where(start) + YamlScalars.unknownTag(tag.get()));
    }
    if (++depth > DEEPEST) {
      throw new Unreadable(start, "lists and objects nest too deep");
    }
    var value = map ? object(path) : array(path);
    depth--;
    return value;
  }

  private Map<String, @Nullable Object> object(String path) throws Unreadable {
    var object = new LinkedHashMap<String, @Nullable Object>();
    for (var event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      var key = key(event, path);
      var child = Fault.child(path, key);
      if (object.containsKey(key)) {
        findings.fault(child, where(event) + "the key appears twice");
      }
      object.put(key, value(events.next(), child));
    }
    return object;
  }

  private String key(Event event, String path) throws Unreadable {
    var key = value(event, path);
    if (!(key instanceof String text)) {
      throw new Unreadable(
          event, "a key must be a text, in quotes if need be, not " + Values.describe(key));
    }
    if (text.equals("<<") && event instanceof ScalarEvent scalar && scalar.isPlain()) {
      throw new Unreadable(
          event, "'<<' does not merge here; write the fields, or use an alias for a whole value");
    }
    return text;
  }

  private List<@Nullable Object> array(String path) throws Unreadable {
    var array = new ArrayList<@Nullable Object>();
    for (var event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      array.add(value(event, path + "[" + array.size() + "]"));
    }
    return array;
  }

  private @Nullable Object scalar(ScalarEvent scalar, String path) {
    try {
      return YamlScalars.value(scalar);
    } catch (NumberFormatException e) {
      findings.fault(path, where(scalar) + e.getMessage());
      return scalar.getValue();
    }
  }

  private static String where(Event event) {
    return event.getStartMark().map(mark -> where(mark.getLine(), mark.getColumn())).orElse("");
  }

  private static String where(int line, int column) {
    return "line " + (line + 1) + ", column " + (column + 1) + ": ";
  }
}
