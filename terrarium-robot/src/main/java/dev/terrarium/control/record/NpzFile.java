package dev.terrarium.control.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A recording as NumPy's archive: a zip of arrays, none of them compressed.
///
/// An array of one number a row has one dimension, others have two; `period_ns` and `lost` have
/// none.
final class NpzFile implements WholeFile.Content {
  private static final int ALIGNMENT = 64;

  /// What comes before the header's text: magic, version, and how long the text is.
  private static final int PREFIX = 10;

  private final Recorded recorded;

  NpzFile(Recorded recorded) {
    this.recorded = recorded;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    for (RecordedColumn column : recorded.columns()) {
      boolean isWhole = column.field().isWhole();
      String shape =
          isWhole
              ? "(%d,)".formatted(recorded.rows())
              : "(%d, %d)".formatted(recorded.rows(), column.width());
      WholeFile.Content numbers = it -> column.write(0, recorded.rows(), it);
      add(zip, column.field().title(), header(isWhole ? "<i8" : "<f8", shape), numbers);
    }
    add(zip, "period_ns", header("<i8", "()"), it -> it.write(number(recorded.period().toNanos())));
    add(zip, "lost", header("<i8", "()"), it -> it.write(number(recorded.lost())));
    zip.finish();
  }

  private static void add(
      ZipOutputStream zip, String name, byte[] header, WholeFile.Content numbers)
      throws IOException {
    WholeFile.Content array =
        out -> {
          out.write(header);
          numbers.write(out);
        };
    var counted = new Counted();
    array.write(counted);
    var entry = new ZipEntry(name + ".npy");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(counted.bytes);
    entry.setCrc(counted.crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    array.write(zip);
    zip.closeEntry();
  }

  private static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
  }

  private static byte[] header(String type, String shape) {
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    int end = PREFIX + text.length() + 1;
    int padded = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    text += " ".repeat(padded - end) + "\n";
    return ByteBuffer.allocate(padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(US_ASCII))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length())
        .put(text.getBytes(US_ASCII))
        .array();
  }

  /// Keeps nothing of what is written but how much it is, and its checksum.
  private static final class Counted extends OutputStream {
    private final CRC32 crc = new CRC32();
    private long bytes;

    @Override
    public void write(int b) {
      crc.update(b);
      bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      crc.update(from, offset, length);
      bytes += length;
    }
  }
}
