package dev.terrarium.session.arm;

import dev.terrarium.broker.BrokerListener;

/// Is told what happens to a robot's arm, on the thread that it happens on; it must be quick.
@FunctionalInterface
public interface ArmWatcher {
  /// Takes news.
  void happened(ArmNews news);

  /// Returns who is told what Python does for a policy that has a thread or a process of its own.
  default BrokerListener ofPolicy(String policy) {
    return _ -> {};
  }
}
