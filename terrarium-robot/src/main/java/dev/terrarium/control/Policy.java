package dev.terrarium.control;

import java.util.concurrent.CompletionStage;

/// Decides where an arm is wanted, again and again, from how it stands: a model, a script, a
/// person.
@FunctionalInterface
public interface Policy {
  /// Decides.
  ///
  /// It is called on a thread of the policy's, which is not the loop's, and not again before what
  /// it returned has ended.
  ///
  /// @return what becomes the target
  /// @throws Exception what ends the policy, and nothing else
  CompletionStage<Target> act(Observation observation) throws Exception;
}
