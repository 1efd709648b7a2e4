package dev.terrarium.broker.declaration;

import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.message.payload.PayloadTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables of a declaration, each read by itself; faults may have been found in them.
record Draft(
    Entry robot,
    Entry safety,
    Optional<Entry> arm,
    Map<String, Integer> categories,
    Map<String, Map<String, Entry>> named) {

  /// Returns the tables under one name, such as `topics`, by what they are called.
  Map<String, Entry> under(Section section) {
    return named.getOrDefault(DeclarationReader.root(section), Map.of());
  }

  /// Returns the operational states, `idle` first.
  List<String> states() {
    var states = new ArrayList<String>();
    states.add(OperationDeclaration.IDLE);
    states.addAll(robot.fitting(RobotSection.STATES).values());
    return states;
  }

  /// Whether it can be told which states there are: not where they are no list.
  boolean knowsStates() {
    return robot.find(RobotSection.STATES).isPresent()
        || !robot.fitting(RobotSection.STATES).isEmpty();
  }

  /// Returns the names of all types of messages, built-in and declared.
  List<String> types() {
    var types = new ArrayList<String>();
    PayloadTypes.builtIn().all().stream().map(PayloadType::name).forEach(types::add);
    types.addAll(under(PayloadSection.SECTION).keySet());
    return types;
  }

  /// Finds fault with a name of a type that nobody knows.
  void checkType(Place place, String type) {
    if (!types().contains(type)) {
      place.unknown("must be a type of messages, not " + Described.of(type), type, types());
    }
  }
}
