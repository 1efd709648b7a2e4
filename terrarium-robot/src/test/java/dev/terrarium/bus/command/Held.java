package dev.terrarium.bus.command;

import java.util.concurrent.CountDownLatch;

/// A handler that is at work until it is released, or interrupted; a stubborn one heeds no
/// interrupt.
final class Held implements CommandHandler {
  final CountDownLatch begun = new CountDownLatch(1);
  final CountDownLatch release = new CountDownLatch(1);
  private final boolean isStubborn;
  private final CommandResult result;

  private Held(boolean isStubborn, CommandResult result) {
    this.isStubborn = isStubborn;
    this.result = result;
  }

  static Held of() {
    return new Held(false, CommandResult.ok("done"));
  }

  static Held of(CommandResult result) {
    return new Held(false, result);
  }

  static Held stubborn() {
    return new Held(true, CommandResult.ok("done"));
  }

  @Override
  public CommandResult execute(CommandContext context) throws InterruptedException {
    begun.countDown();
    while (true) {
      try {
        release.await();
        return result;
      } catch (InterruptedException interrupted) {
        if (!isStubborn) {
          throw interrupted;
        }
      }
    }
  }
}
