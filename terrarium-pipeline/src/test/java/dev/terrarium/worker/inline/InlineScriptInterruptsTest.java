package dev.terrarium.worker.inline;

import dev.terrarium.worker.script.InterruptsContract;
import dev.terrarium.worker.script.Isolation;
import org.junit.jupiter.api.Tag;

@Tag("native")
class InlineScriptInterruptsTest extends InterruptsContract {
  @Override
  protected Isolation isolation() {
    return Isolation.INLINE;
  }
}
