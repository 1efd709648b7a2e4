package dev.terrarium.broker.declaration;

import dev.terrarium.safety.RobotId;

/// All that is said of a robot before it is opened. One that exists has no fault in it.
///
/// @param robot its name
/// @param python what its Python runs in
/// @param operation its states, and who arms it
/// @param safety what watches it
/// @param surface what it offers: topics, parameters, commands, actuators
/// @param equipment what it has beside: simulated cameras, an arm, and policies that move it
public record RobotDeclaration(
    RobotId robot,
    PythonDeclaration python,
    OperationDeclaration operation,
    SafetyDeclaration safety,
    Surface surface,
    Equipment equipment) {

  /// @throws DeclarationException with all that is wrong, if anything is
  public RobotDeclaration {
    Required.components(
        RobotDeclaration.class, robot, python, operation, safety, surface, equipment);
    DeclarationReader.check(
        DeclarationWriter.tree(robot, python, operation, safety, surface, equipment));
  }

  /// Begins a declaration in Java.
  public static RobotBuilder builder(String name) {
    return new RobotBuilder(name);
  }
}
