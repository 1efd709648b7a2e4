package dev.terrarium.worker.inline;

import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.UpcallsContract;
import org.junit.jupiter.api.Tag;

@Tag("native")
class InlineScriptUpcallsTest extends UpcallsContract {
  @Override
  protected Isolation isolation() {
    return Isolation.INLINE;
  }
}
