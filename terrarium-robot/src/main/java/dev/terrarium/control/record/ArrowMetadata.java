package dev.terrarium.control.record;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;

/// What a file of Arrow's says of a recording's columns, as FlatBuffers.
///
/// An integer is an `int64`; doubles are lists of fixed size of `float64`, whose numbers lie one
/// row after another. Nothing is ever null.
final class ArrowMetadata {
  private static final int INITIAL = 1_024;

  private final Recorded recorded;

  /// Where a batch lies.
  ///
  /// @param at its message's first byte in the file
  /// @param message bytes of its message
  /// @param body bytes of its columns
  record Block(long at, int message, long body) {}

  /// A column's numbers, or a list's.
  ///
  /// @param at where they lie in the body, bytes
  private record Node(long length, boolean isList, long at) {}

  ArrowMetadata(Recorded recorded) {
    this.recorded = recorded;
  }

  /// Returns how many bytes the columns of so many rows have.
  long bodyBytes(int rows) {
    long width = recorded.columns().stream().mapToLong(RecordedColumn::width).sum();
    return Long.BYTES * width * rows;
  }

  /// Returns the message that tells the columns.
  byte[] schema() {
    var builder = new FlatBufferBuilder(INITIAL);
    return message(builder, MessageHeader.Schema, schema(builder), 0);
  }

  /// Returns the message before the columns of so many rows.
  byte[] batch(int rows) {
    var builder = new FlatBufferBuilder(INITIAL);
    List<Node> nodes = nodes(rows);
    int nodesAt = fieldNodes(builder, nodes);
    int buffersAt = buffers(builder, nodes);
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addLength(builder, rows);
    RecordBatch.addNodes(builder, nodesAt);
    RecordBatch.addBuffers(builder, buffersAt);
    int batch = RecordBatch.endRecordBatch(builder);
    return message(builder, MessageHeader.RecordBatch, batch, bodyBytes(rows));
  }

  /// Returns what stands at the end of a file.
  byte[] footer(List<Block> blocks) {
    var builder = new FlatBufferBuilder(INITIAL);
    int schema = schema(builder);
    Footer.startDictionariesVector(builder, 0);
    int dictionaries = builder.endVector();
    Footer.startRecordBatchesVector(builder, blocks.size());
    for (Block block : blocks.reversed()) {
      org.apache.arrow.flatbuf.Block.createBlock(
          builder, block.at(), block.message(), block.body());
    }
    int batches = builder.endVector();
    Footer.startFooter(builder);
    Footer.addVersion(builder, MetadataVersion.V5);
    Footer.addSchema(builder, schema);
    Footer.addDictionaries(builder, dictionaries);
    Footer.addRecordBatches(builder, batches);
    builder.finish(Footer.endFooter(builder));
    return builder.sizedByteArray();
  }

  private static byte[] message(FlatBufferBuilder builder, byte type, int header, long body) {
    builder.finish(Message.createMessage(builder, MetadataVersion.V5, type, header, body, 0));
    return builder.sizedByteArray();
  }

  private int schema(FlatBufferBuilder builder) {
    int[] fields = recorded.columns().stream().mapToInt(column -> field(builder, column)).toArray();
    int fieldsAt = Schema.createFieldsVector(builder, fields);
    int[] pairs = {
      pair(builder, "period_ns", recorded.period().toNanos()),
      pair(builder, "lost", recorded.lost())
    };
    int pairsAt = Schema.createCustomMetadataVector(builder, pairs);
    Schema.startSchema(builder);
    Schema.addEndianness(builder, Endianness.Little);
    Schema.addFields(builder, fieldsAt);
    Schema.addCustomMetadata(builder, pairsAt);
    return Schema.endSchema(builder);
  }

  private static int pair(FlatBufferBuilder builder, String key, long value) {
    int keyAt = builder.createString(key);
    int valueAt = builder.createString(Long.toString(value));
    return KeyValue.createKeyValue(builder, keyAt, valueAt);
  }

  private static int field(FlatBufferBuilder builder, RecordedColumn column) {
    String title = column.field().title();
    if (column.field().isWhole()) {
      return field(builder, title, Type.Int, Int.createInt(builder, Long.SIZE, true));
    }
    int number = FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE);
    int item = field(builder, "item", Type.FloatingPoint, number);
    int list = FixedSizeList.createFixedSizeList(builder, column.width());
    return field(builder, title, Type.FixedSizeList, list, item);
  }

  private static int field(
      FlatBufferBuilder builder, String name, byte kind, int type, int... children) {
    int nameAt = builder.createString(name);
    int childrenAt = Field.createChildrenVector(builder, children);
    Field.startField(builder);
    Field.addName(builder, nameAt);
    Field.addNullable(builder, false);
    Field.addTypeType(builder, kind);
    Field.addType(builder, type);
    Field.addChildren(builder, childrenAt);
    return Field.endField(builder);
  }

  private List<Node> nodes(int rows) {
    var nodes = new ArrayList<Node>();
    long at = 0;
    for (RecordedColumn column : recorded.columns()) {
      if (!column.field().isWhole()) {
        nodes.add(new Node(rows, true, at));
      }
      long length = (long) rows * column.width();
      nodes.add(new Node(length, false, at));
      at += Long.BYTES * length;
    }
    return nodes;
  }

  // FlatBuffers writes from the end on.
  private static int fieldNodes(FlatBufferBuilder builder, List<Node> nodes) {
    RecordBatch.startNodesVector(builder, nodes.size());
    for (Node node : nodes.reversed()) {
      FieldNode.createFieldNode(builder, node.length(), 0);
    }
    return builder.endVector();
  }

  /// Each node has a buffer of nulls, which is empty as there are none; numbers have one more.
  private static int buffers(FlatBufferBuilder builder, List<Node> nodes) {
    int count = nodes.stream().mapToInt(node -> node.isList() ? 1 : 2).sum();
    RecordBatch.startBuffersVector(builder, count);
    for (Node node : nodes.reversed()) {
      if (!node.isList()) {
        Buffer.createBuffer(builder, node.at(), Long.BYTES * node.length());
      }
      Buffer.createBuffer(builder, node.at(), 0);
    }
    return builder.endVector();
  }
}
