package dev.terrarium.pipeline.json;

import java.io.IOException;
import java.io.Writer;
import java.nio.CharBuffer;

/// A writer into any [Appendable], which it neither flushes nor closes.
final class AppendingWriter extends Writer {
  private final Appendable target;

  AppendingWriter(Appendable target) {
    this.target = target;
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    target.append(CharBuffer.wrap(characters, offset, length));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
