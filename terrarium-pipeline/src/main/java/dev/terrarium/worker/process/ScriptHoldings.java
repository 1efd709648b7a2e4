package dev.terrarium.worker.process;

import dev.terrarium.message.ForeignValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/// The objects that a process of scripts holds for Java, by number, until they are let go.
///
/// @param line by which it is told
/// @param numbers the last that was given
record ScriptHoldings(ScriptLine line, AtomicInteger numbers)
    implements ScriptValue.Holder, ScriptMemory.Held {
  private static final byte[] NONE = {};

  static ScriptHoldings of(ScriptLine line) {
    return new ScriptHoldings(line, new AtomicInteger());
  }

  @Override
  public int keep(int of, List<Integer> steps) {
    int number = numbers.incrementAndGet();
    var path = new ArrayList<Integer>();
    path.add(of);
    path.addAll(steps);
    line.send(Frame.SCRIPT_KEEP, number, PickleWriter.write(path));
    return number;
  }

  @Override
  public void letGo(int number) {
    line.send(Frame.SCRIPT_LET_GO, number, NONE);
  }

  @Override
  public OptionalInt number(ForeignValue value) {
    int number = value instanceof ScriptValue known ? known.number(this) : 0;
    return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
