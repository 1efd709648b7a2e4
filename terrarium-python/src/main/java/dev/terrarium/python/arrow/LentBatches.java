package dev.terrarium.python.arrow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The batches of a stream that others read.
interface LentBatches {
  /// A batch whose memory a holder keeps, until the taker has released that.
  record Part(Node node, Holder holder) {}

  /// The next, or null at the end.
  @Nullable Part next();

  /// Ends it, wherever it stands.
  void close();

  /// Those of a table, whose memory is held from the start, so that a table that is closed
  /// meanwhile is still read to its end.
  ///
  /// @throws IllegalStateException when the table was closed
  static LentBatches of(ArrowTable table) {
    List<Part> retained = new ArrayList<>();
    try {
      for (int i = 0; i < table.batches().size(); i++) {
        Holder holder = table.holder(i);
        holder.retain();
        retained.add(new Part(table.batches().get(i).node(), holder));
      }
    } catch (IllegalStateException closed) {
      retained.forEach(part -> part.holder().release());
      throw closed;
    }
    return new OfTable(new ArrayDeque<>(retained));
  }

  /// Those that a stream still has, each made when it is asked for.
  static LentBatches of(ArrowStream stream) {
    return new OfStream(stream);
  }

  /// Those of a table.
  record OfTable(Deque<Part> left) implements LentBatches {
    @Override
    public @Nullable Part next() {
      return left.poll();
    }

    @Override
    public void close() {
      left.forEach(part -> part.holder().release());
      left.clear();
    }
  }

  /// Those of a stream.
  record OfStream(ArrowStream stream) implements LentBatches {
    @Override
    public @Nullable Part next() {
      if (!stream.hasNext()) {
        return null;
      }
      try (ArrowBatch batch = stream.next()) {
        Holder holder = batch.table().holder(0);
        holder.retain();
        return new Part(batch.node(), holder);
      }
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
