package dev.terrarium.control.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.control.PythonProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What others find in the files of a recording.
class RecordingFilesTest {
  private static final String NUMPY =
      """
      import sys
      import numpy as np
      file = np.load(sys.argv[1])
      rows = len(file["cycle"])
      cycle = np.arange(rows)
      assert file["cycle"].dtype == np.int64 and (file["cycle"] == cycle).all()
      assert file["q"].shape == (rows, 2) and file["q"].dtype == np.float64
      assert (file["q"] == cycle[:, None] + 0.25).all()
      assert (file["torque"] == -cycle[:, None].astype(float)).all()
      assert file["position"].shape == (rows, 3) and (file["position"][:, 2] == 0.5).all()
      assert (np.diff(file["deadline"]) == file["period_ns"]).all()
      print(rows, " ".join(sorted(file.files)), int(file["period_ns"]), int(file["lost"]))
      """;
  private static final String PYARROW =
      """
      import sys
      try:
          import pyarrow as pa
      except ImportError:
          sys.exit(77)
      import numpy as np
      with pa.ipc.open_file(sys.argv[1]) as file:
          table = file.read_all()
          print(file.num_record_batches, table.num_rows, " ".join(table.column_names))
      table.validate(full=True)
      cycle = np.arange(table.num_rows)
      assert (table["cycle"].to_numpy() == cycle).all()
      q = table["q"].combine_chunks().flatten().to_numpy().reshape(-1, 2)
      assert (q == cycle[:, None] + 0.25).all()
      assert table.schema.field("q").type == pa.list_(pa.field("item", pa.float64(), nullable=False), 2)
      assert table.schema.metadata == {b"period_ns": b"1000000", b"lost": b"0"}
      """;

  @TempDir Path folder;

  @Test
  void isReadByNumPyWithEveryField() throws Exception {
    Path file = folder.resolve("cycles.npz");

    recorded(1_000, CycleField.all()).toNpz(file);

    assertThat(run(NUMPY, file))
        .isEqualTo(
            "0 1000 computed cycle deadline dq extras flags last_torque law lost missed"
                + " period_ns permit position q read reflexes torque woke written 1000000 0\n");
  }

  @Test
  void isReadByNumPyWithoutAnyCycle() throws Exception {
    Path file = folder.resolve("cycles.npz");

    recorded(0, CycleField.all()).toNpz(file);

    assertThat(run(NUMPY, file)).startsWith("0 0 ");
  }

  @Test
  void isReadByPyArrowWhereThatIsInstalled() throws Exception {
    Path file = folder.resolve("cycles.arrow");
    recorded(70_000, EnumSet.of(CycleField.CYCLE, CycleField.Q, CycleField.LAW)).toArrow(file);

    String printed = run(PYARROW, file);

    Assumptions.assumeFalse(printed.startsWith("77"), "this Python has no pyarrow");
    assertThat(printed).isEqualTo("0 2 70000 cycle law q\n");
  }

  @Test
  void tellsInItsFooterWhereEachColumnOfEachBatchLies() throws Exception {
    Path file = folder.resolve("cycles.arrow");

    recorded(70_000, EnumSet.of(CycleField.CYCLE, CycleField.Q)).toArrow(file);

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int end = bytes.capacity();
    assertThat(text(bytes, 0, 6)).isEqualTo("ARROW1");
    assertThat(text(bytes, end - 6, 6)).isEqualTo("ARROW1");
    Footer footer = Footer.getRootAsFooter(slice(bytes, end - 10 - bytes.getInt(end - 10)));
    assertThat(
            IntStream.range(0, footer.schema().fieldsLength())
                .mapToObj(it -> footer.schema().fields(it).name()))
        .containsExactly("cycle", "q");
    assertThat(footer.recordBatchesLength()).isEqualTo(2);
    Block second = footer.recordBatches(1);
    RecordBatch batch = batch(bytes, second);
    assertThat(batch.length()).isEqualTo(70_000 - 65_536);
    assertThat(batch.nodesLength()).isEqualTo(3);
    assertThat(List.of(batch.buffers(1).length(), batch.buffers(4).length()))
        .containsExactly(8 * batch.length(), 16 * batch.length());
    int body = (int) second.offset() + second.metaDataLength();
    assertThat(body % 8).isZero();
    assertThat(bytes.getLong(body)).isEqualTo(65_536);
    assertThat(bytes.getDouble(body + (int) batch.buffers(4).offset())).isEqualTo(65_536.25);
  }

  @Test
  void leavesWhatWasThereWhenItCannotBeWritten() throws Exception {
    Path file = Files.createDirectory(folder.resolve("cycles.npz"));
    Files.writeString(file.resolve("other"), "kept");

    assertThatThrownBy(() -> recorded(5, CycleField.all()).toNpz(file))
        .isInstanceOf(IOException.class);

    assertThat(file.resolve("other")).hasContent("kept");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void replacesFilesAndNothingElse() throws Exception {
    Path file = Files.writeString(folder.resolve("cycles.npz"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    for (Path other : List.of(link, folder)) {
      assertThatThrownBy(() -> recorded(5, CycleField.all()).toArrow(other))
          .isInstanceOf(IOException.class)
          .hasMessage(
              other
                  + " cannot be written: it is a link, a folder or a device, and only files are replaced");
    }
    assertThat(file).hasContent("old");
    recorded(5, CycleField.all()).toNpz(file);

    assertThat(Files.size(file)).isGreaterThan(100);
    assertThat(link).isSymbolicLink();
  }

  @Test
  void namesTheFileThatWasAskedForWhenItCannotBeWritten() {
    Path file = folder.resolve("none/cycles.npz");

    assertThatThrownBy(() -> recorded(5, CycleField.all()).toNpz(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " cannot be written: its folder is not there");
  }

  private static RecordBatch batch(ByteBuffer bytes, Block block) {
    int at = (int) block.offset();
    assertThat(bytes.getInt(at)).isEqualTo(-1);
    Message message = Message.getRootAsMessage(slice(bytes, at + 8));
    assertThat(message.headerType()).isEqualTo(MessageHeader.RecordBatch);
    assertThat(message.bodyLength()).isEqualTo(block.bodyLength());
    return (RecordBatch) message.header(new RecordBatch());
  }

  private static ByteBuffer slice(ByteBuffer bytes, int at) {
    return bytes.slice(at, bytes.capacity() - at).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String text(ByteBuffer bytes, int at, int length) {
    byte[] text = new byte[length];
    bytes.get(at, text);
    return new String(text, UTF_8);
  }

  static Recorded recorded(int rows, Set<CycleField> fields) {
    var loop = new SteppedLoop();
    Recording recording =
        Recording.of(fields, loop.row, Duration.ofMillis(1), Duration.ofMinutes(10));
    for (int row = 0; row < rows; row++) {
      loop.run(1);
      recording.add(loop.row);
    }
    recording.end();
    return recording.ended().toCompletableFuture().join();
  }

  /// Runs a program; returns its status and what it printed.
  private static String run(String program, Path file) throws IOException, InterruptedException {
    PythonProgram.Ended ended = PythonProgram.run("-c", program, file.toString());
    assertThat(ended.status()).as(ended.printed()).isIn(0, 77);
    return ended.status() + " " + ended.printed();
  }
}
