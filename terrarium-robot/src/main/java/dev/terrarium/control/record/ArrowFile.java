package dev.terrarium.control.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;

/// A recording as a file of Arrow's IPC format.
///
/// ```
///   ARROW1 ∙ schema ∙ batch ∙ batch … ∙ end ∙ footer ∙ its size ∙ ARROW1
/// ```
///
/// A batch is a message that says where each column lies, and the columns themselves. All of them
/// have as many bytes as eight divide, so nothing needs to be filled up but the messages.
final class ArrowFile implements WholeFile.Content {
  private static final int ROWS = 65_536;
  private static final byte[] MAGIC = "ARROW1".getBytes(US_ASCII);
  private static final int MARK = 0xFFFFFFFF;
  private static final int ALIGNMENT = 8;

  private final Recorded recorded;
  private final ArrowMetadata metadata;

  ArrowFile(Recorded recorded) {
    this.recorded = recorded;
    metadata = new ArrowMetadata(recorded);
  }

  @Override
  public void write(OutputStream out) throws IOException {
    out.write(MAGIC);
    out.write(new byte[ALIGNMENT - MAGIC.length]);
    long at = (long) ALIGNMENT + writeMessage(metadata.schema(), out);
    var blocks = new ArrayList<ArrowMetadata.Block>();
    for (int row = 0; row < recorded.rows(); row += ROWS) {
      int rows = Math.min(ROWS, recorded.rows() - row);
      int message = writeMessage(metadata.batch(rows), out);
      for (RecordedColumn column : recorded.columns()) {
        column.write(row, rows, out);
      }
      blocks.add(new ArrowMetadata.Block(at, message, metadata.bodyBytes(rows)));
      at += message + metadata.bodyBytes(rows);
    }
    writeEnd(metadata.footer(blocks), out);
  }

  private static int writeMessage(byte[] message, OutputStream out) throws IOException {
    int padded = (message.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    out.write(numbers(MARK, padded));
    out.write(message);
    out.write(new byte[padded - message.length]);
    return 2 * Integer.BYTES + padded;
  }

  private static void writeEnd(byte[] footer, OutputStream out) throws IOException {
    out.write(numbers(MARK, 0));
    out.write(footer);
    out.write(numbers(footer.length));
    out.write(MAGIC);
  }

  private static byte[] numbers(int... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    return bytes.array();
  }
}
