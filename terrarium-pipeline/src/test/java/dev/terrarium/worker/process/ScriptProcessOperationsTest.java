package dev.terrarium.worker.process;

import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.OperationsContract;
import org.junit.jupiter.api.Tag;

@Tag("native")
class ScriptProcessOperationsTest extends OperationsContract {
  @Override
  protected Isolation isolation() {
    return Isolation.PROCESS;
  }
}
