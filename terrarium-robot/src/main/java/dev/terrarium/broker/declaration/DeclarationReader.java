package dev.terrarium.broker.declaration;

import dev.terrarium.message.topic.TopicPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Makes a declaration of a tree, or finds all that is wrong with it.
final class DeclarationReader {
  static final String CATEGORIES = "categories";
  static final Kind<Integer> LIMIT = Kinds.whole(1, 1000);

  private static final Kind<String> TYPE_NAME =
      Kinds.text(
          "a name of a-z, 0-9 and _ with dots between, such as detections",
          Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*"));
  private static final Kind<String> TOPIC_NAME = named(TopicSection.PATH.words());
  private static final Kind<String> PARAMETER_NAME =
      named("the path of a parameter, such as detector.threshold");

  /// The tables that hold others by name, and what those names may be.
  private static final Map<Section, Kind<String>> NAMED = new LinkedHashMap<>();

  static {
    NAMED.put(PayloadSection.SECTION, TYPE_NAME);
    NAMED.put(TopicSection.SECTION, TOPIC_NAME);
    NAMED.put(ParameterSection.SECTION, PARAMETER_NAME);
    NAMED.put(CommandSection.SECTION, Kinds.WORD);
    NAMED.put(ActuatorSection.SECTION, Kinds.WORD);
    NAMED.put(PolicySection.SECTION, Kinds.WORD);
    NAMED.put(SourceSection.SECTION, Kinds.WORD);
  }

  /// Those of which the names have dots, so that they may be written as tables within tables.
  private static final List<Section> DOTTED =
      List.of(PayloadSection.SECTION, TopicSection.SECTION, ParameterSection.SECTION);

  /// The outermost tables, in the order in which they are written.
  static final List<String> TABLES =
      List.of(
          "robot",
          "safety",
          "payloads",
          "topics",
          "parameters",
          CATEGORIES,
          "commands",
          "actuators",
          "arm",
          "policies",
          "sources");

  private final Tree tree;
  private final Findings findings = new Findings();
  private final Place whole;

  private DeclarationReader(Tree tree) {
    this.tree = tree;
    this.whole = Place.whole(tree, findings);
  }

  /// @throws DeclarationException with all that is wrong, if anything is
  static RobotDeclaration read(Tree tree) {
    return Assembly.of(new DeclarationReader(tree).sound());
  }

  /// @throws DeclarationException with all that is wrong, if anything is
  static void check(Tree tree) {
    var _ = new DeclarationReader(tree).sound();
  }

  /// Returns the outermost table that a section lies in, such as `topics`.
  static String root(Section section) {
    int dot = section.name().indexOf('.');
    return dot < 0 ? section.name() : section.name().substring(0, dot);
  }

  private Draft sound() {
    var draft = draft();
    RobotChecks.check(draft);
    TopicChecks.check(draft);
    CommandChecks.check(draft);
    ParameterChecks.check(draft);
    DeviceChecks.check(draft);
    ArmChecks.check(draft);
    if (findings.count() > 0) {
      throw new DeclarationException(findings.inOrder());
    }
    return draft;
  }

  private Draft draft() {
    LoneSurrogates.check(whole, tree.root());
    for (var table : tree.root().keySet()) {
      if (!TABLES.contains(table)) {
        whole.child(table).unknown("is not known", table, TABLES);
      }
    }
    if (!tree.root().containsKey("robot")) {
      whole.child("robot").fault("is missing; it must be a table with a name");
    }
    var named = new LinkedHashMap<String, Map<String, Entry>>();
    NAMED.forEach((section, names) -> named.put(root(section), entries(section, names)));
    var categories = categories();
    var arm =
        tree.root().containsKey("arm")
            ? Optional.of(single(ArmSection.SECTION))
            : Optional.<Entry>empty();
    return new Draft(
        single(RobotSection.SECTION), single(SafetySection.SECTION), arm, categories, named);
  }

  private Entry single(Section section) {
    var place = whole.child(section.name());
    var value = tree.root().getOrDefault(section.name(), Map.of());
    boolean isMissing = section.name().equals("robot") && !tree.root().containsKey("robot");
    return (isMissing ? Optional.<Entry>empty() : Entry.read(section, place, value))
        .orElseGet(() -> Entry.silent(place));
  }

  private Map<String, Integer> categories() {
    var place = whole.child(CATEGORIES);
    var limits = new LinkedHashMap<String, Integer>();
    eachIn(
        place,
        tree.root().getOrDefault(CATEGORIES, Map.of()),
        (name, value) -> {
          var there = place.child(name);
          Kinds.WORD.read(there, name);
          // One that is wrong is known all the same, so that commands may name it without a fault
          // more.
          limits.put(name, LIMIT.read(there, value).orElse(1));
        });
    return limits;
  }

  private Map<String, Entry> entries(Section section, Kind<String> names) {
    var entries = new LinkedHashMap<String, Entry>();
    var place = whole.child(root(section));
    collect(section, names, entries, "", place, tree.root().getOrDefault(root(section), Map.of()));
    return entries;
  }

  private static void collect(
      Section section,
      Kind<String> names,
      Map<String, Entry> entries,
      String prefix,
      Place place,
      Object table) {
    eachIn(
        place,
        table,
        (key, value) -> {
          var there = place.child(key);
          var name = prefix + key;
          if (DOTTED.contains(section) && isGroup(section, value)) {
            collect(section, names, entries, name + ".", there, value);
          } else {
            names.read(there, name);
            Entry.read(section, there, withoutPaths(section, there, name, value))
                .ifPresent(entry -> {
                  if (entries.putIfAbsent(name, entry) != null) {
                    there.fault("is there twice, quoted and as tables within tables");
                  }
                });
          }
        });
  }

  /// Finds fault with the tables beside a table's fields, which may have been meant as paths below
  /// it, and returns the rest.
  private static Object withoutPaths(Section section, Place place, String name, Object value) {
    if (!DOTTED.contains(section) || !(value instanceof Map<?, ?> table)) {
      return value;
    }
    var rest = new LinkedHashMap<Object, Object>();
    table.forEach((key, one) -> {
      var child = String.valueOf(key);
      boolean isField =
          section.names().contains(child) || NearNames.of(child, section.names()).isPresent();
      if (one instanceof Map && !isField) {
        place
            .child(child)
            .fault(
                "is not known; where "
                    + name
                    + " has fields of its own, the path of another is quoted: ["
                    + DeclarationFault.child(root(section), name + "." + key)
                    + "]");
      } else {
        rest.put(key, one);
      }
    });
    return rest;
  }

  /// Whether a table only holds further ones: `[parameters.detector.threshold]` makes one of
  /// `detector`.
  private static boolean isGroup(Section section, Object value) {
    return value instanceof Map<?, ?> table
        && !table.isEmpty()
        && table.values().stream().allMatch(Map.class::isInstance)
        && table.keySet().stream().noneMatch(section.names()::contains);
  }

  private static void eachIn(Place place, Object value, BiConsumer<String, Object> action) {
    if (value instanceof Map<?, ?> table) {
      table.forEach((key, one) -> action.accept(String.valueOf(key), one));
    } else {
      place.fault("must be a table, not " + Described.of(value));
    }
  }

  private static Kind<String> named(String words) {
    Function<String, String> check = text -> TopicPath.of(text).isRoot() ? "" : text;
    return Kinds.of(
        words,
        value ->
            Kinds.parsed(words, check)
                .read(new Place("", 0, Map.of(), new Findings()), value)
                .filter(text -> !text.isEmpty()),
        text -> text);
  }
}
