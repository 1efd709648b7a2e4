package dev.terrarium.bench;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ForeignValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// How long does an array of 8 MB take into a worker process and back, beside touching as much
/// memory that both share: one pass that writes it, a word with the other process, one pass that
/// reads it?
///
/// Once the node gives back the array that it got, once a new one; for that, the other process
/// beside it works out the same from one part of the shared memory into another.
final class HowFastIsASharedArray {
  private static final int LENGTH = 1 << 21;
  private static final int RATE = 16_000;
  private static final int LAST = LENGTH - 1;

  private final FloatBuffer given;
  private final FloatBuffer made;
  private final AudioFrame frame = AudioFrame.silent(1, LENGTH, RATE);
  private final float[] read = new float[LENGTH];

  private HowFastIsASharedArray(FloatBuffer shared) {
    this.given = shared.slice(0, LENGTH);
    this.made = shared.slice(LENGTH, LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      frame.samples().put(i, i);
    }
  }

  static void measure(Workshop workshop, Scores scores) throws Exception {
    String same =
        "8 MB into a worker and back as they are, beside: written and read in shared memory";
    String other =
        "8 MB into a worker, x + 1 back, beside: written, worked out and read in shared memory";
    if (!workshop.hasNumpy()) {
      scores.without("array-same", same, "This Python has no NumPy.");
      scores.without("array-new", other, "This Python has no NumPy.");
      return;
    }
    Path file = Files.createTempFile(Path.of("/dev/shm"), "terrarium-bench-", "");
    try (RawWorker raw = workshop.raw("shared", sized(file).toString())) {
      raw.give(0L); // It has mapped the file by now.
      HowFastIsASharedArray array = new HowFastIsASharedArray(mapped(file));
      scores.add(array.row(workshop, raw, "array-same", same, false));
      scores.add(array.row(workshop, raw, "array-new", other, true));
    } finally {
      Files.delete(file);
    }
  }

  private static Path sized(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var _ = channel.write(ByteBuffer.allocate(1), 2L * LENGTH * Float.BYTES - 1);
    }
    return file;
  }

  private static FloatBuffer mapped(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel
          .map(FileChannel.MapMode.READ_WRITE, 0, channel.size())
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }
  }

  private Contest row(Workshop workshop, RawWorker raw, String id, String title, boolean adds)
      throws Exception {
    Workshop.Open node = workshop.node(adds ? "plus_one" : "same");
    Float expected = (float) LAST + (adds ? 1 : 0);
    Contest contest =
        Contest.ofRuns(
                id,
                title,
                1,
                Contender.waiting(Contender.of(() -> node.give(frame, this::look), expected)))
            .beside(Contender.waiting(Contender.of(() -> touch(raw, adds), expected)));
    return adds ? contest : contest.promising(new Promise.Times(1.3, "shared"));
  }

  private Float look(ForeignValue value) {
    value.as(ArrayView.class).data().asFloatBuffer().get(0, read);
    return read[LAST];
  }

  private Float touch(RawWorker raw, boolean adds) throws IOException {
    given.put(0, frame.samples(), 0, LENGTH);
    raw.give(adds ? 1L : 0L);
    (adds ? made : given).get(0, read);
    return read[LAST];
  }
}
