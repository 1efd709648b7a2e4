package dev.terrarium.worker.process;

import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.UpcallsContract;
import org.junit.jupiter.api.Tag;

@Tag("native")
class ScriptProcessUpcallsTest extends UpcallsContract {
  @Override
  protected Isolation isolation() {
    return Isolation.PROCESS;
  }
}
