package dev.terrarium.worker.process;

import dev.terrarium.worker.script.InterruptsContract;
import dev.terrarium.worker.script.Isolation;
import org.junit.jupiter.api.Tag;

@Tag("native")
class ScriptProcessInterruptsTest extends InterruptsContract {
  @Override
  protected Isolation isolation() {
    return Isolation.PROCESS;
  }
}
