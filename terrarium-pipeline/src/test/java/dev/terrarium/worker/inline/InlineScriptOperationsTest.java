package dev.terrarium.worker.inline;

import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.OperationsContract;
import org.junit.jupiter.api.Tag;

@Tag("native")
class InlineScriptOperationsTest extends OperationsContract {
  @Override
  protected Isolation isolation() {
    return Isolation.INLINE;
  }
}
