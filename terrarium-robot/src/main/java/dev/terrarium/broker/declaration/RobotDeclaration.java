package dev.terrarium.broker.declaration;

import dev.terrarium.safety.RobotId;
import java.util.Map;

/// All that is said of a robot before it is opened. One that exists has no fault in it.
///
/// @param robot its name
/// @param python what its Python runs in
/// @param operation its states, and who arms it
/// @param safety what watches it
/// @param surface what it offers: topics, parameters, commands, actuators
/// @param sources simulated cameras, by their names
public record RobotDeclaration(
    RobotId robot,
    PythonDeclaration python,
    OperationDeclaration operation,
    SafetyDeclaration safety,
    Surface surface,
    Map<String, SourceDeclaration> sources) {

  /// @throws DeclarationException with all that is wrong, if anything is
  public RobotDeclaration {
    Required.components(RobotDeclaration.class, robot, python, operation, safety, surface, sources);
    sources = Required.map("sources", sources);
    DeclarationReader.check(
        DeclarationWriter.tree(robot, python, operation, safety, surface, sources));
  }

  /// Begins a declaration in Java.
  public static RobotBuilder builder(String name) {
    return new RobotBuilder(name);
  }
}
