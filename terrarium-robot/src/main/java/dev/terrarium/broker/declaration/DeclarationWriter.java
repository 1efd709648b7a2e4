package dev.terrarium.broker.declaration;

import dev.terrarium.safety.RobotId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Makes a tree of a declaration, in which what usually holds is left out.
final class DeclarationWriter {
  private DeclarationWriter() {}

  static Tree tree(RobotDeclaration robot) {
    return tree(
        robot.robot(),
        robot.python(),
        robot.operation(),
        robot.safety(),
        robot.surface(),
        robot.equipment());
  }

  static Tree tree(
      RobotId name,
      PythonDeclaration python,
      OperationDeclaration operation,
      SafetyDeclaration safety,
      Surface surface,
      Equipment equipment) {
    var root = new LinkedHashMap<String, Object>();
    root.put("robot", RobotSection.write(name, python, operation));
    put(root, "safety", SafetySection.write(safety));
    put(root, "payloads", written(surface.payloads(), PayloadSection::write));
    put(root, "topics", written(surface.topics(), TopicSection::write));
    put(root, "parameters", written(surface.parameters(), ParameterSection::write));
    put(
        root,
        DeclarationReader.CATEGORIES,
        written(operation.categories(), DeclarationReader.LIMIT::write));
    put(root, "commands", written(surface.commands(), CommandSection::write));
    put(root, "actuators", written(surface.actuators(), ActuatorSection::write));
    // An arm of which nothing is said is an arm all the same.
    equipment.arm().ifPresent(arm -> root.put("arm", ArmSection.write(arm)));
    put(root, "policies", written(equipment.policies(), PolicySection::write));
    put(root, "sources", written(equipment.sources(), SourceSection::write));
    return new Tree(root, Map.of());
  }

  private static void put(Map<String, Object> root, String name, Map<String, Object> table) {
    if (!table.isEmpty()) {
      root.put(name, table);
    }
  }

  private static <K, V> Map<String, Object> written(
      Map<K, V> all, Function<V, ? extends Object> writer) {
    var table = new LinkedHashMap<String, Object>();
    all.forEach((key, value) -> table.put(key.toString(), writer.apply(value)));
    return table;
  }
}
