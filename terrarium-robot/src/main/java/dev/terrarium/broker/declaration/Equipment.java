package dev.terrarium.broker.declaration;

import java.util.Map;
import java.util.Optional;

/// What a robot has beside what it offers: simulated cameras, an arm, and what moves that.
///
/// @param sources simulated cameras, by their names
/// @param arm what is controlled in real time, if anything is
/// @param policies what gives the arm targets, by their names
public record Equipment(
    Map<String, SourceDeclaration> sources,
    Optional<ArmDeclaration> arm,
    Map<String, PolicyDeclaration> policies) {
  /// What a robot has of which nothing is said: nothing.
  public static final Equipment NOTHING = new Equipment(Map.of(), Optional.empty(), Map.of());

  public Equipment {
    Required.components(Equipment.class, sources, arm, policies);
    sources = Required.map("sources", sources);
    policies = Required.map("policies", policies);
  }
}
