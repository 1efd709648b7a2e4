package dev.terrarium.control.loop;

import dev.terrarium.os.Attempt;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A system that grants what it is told to, and writes down what it was asked.
final class FakeSystem implements OperatingSystem {
  final List<String> asked = new CopyOnWriteArrayList<>();
  boolean grants = true;
  boolean grantsFifo = true;
  boolean admits = true;
  BitSet processors = BitSet.valueOf(new long[] {0b1111});
  String isolated = "";

  private Attempt answer(String what) {
    return answer(what, grants);
  }

  private Attempt answer(String what, boolean isGranted) {
    asked.add(what);
    return isGranted
        ? new Attempt(true, 0, what)
        : new Attempt(false, 1, what + " was refused: Operation not permitted (errno 1). Ask");
  }

  @Override
  public Attempt fifo(int priority) {
    return answer("fifo " + priority, grants && grantsFifo);
  }

  @Override
  public Attempt usual() {
    return answer("usual");
  }

  @Override
  public Attempt usual(long thread) {
    return answer("usual " + thread);
  }

  @Override
  public Attempt holdVirtualMachine(int priority) {
    return answer("virtual machine " + priority);
  }

  @Override
  public void releaseVirtualMachine() {
    asked.add("release virtual machine");
  }

  @Override
  public BitSet processors() {
    return processors;
  }

  @Override
  public Attempt affinity(BitSet processors) {
    return answer("affinity " + processors, grants && areThere(processors));
  }

  private boolean areThere(BitSet asked) {
    return !isolated.isEmpty() || processors.intersects(asked);
  }

  @Override
  public Attempt raiseShield(int processor) {
    return answer("shield " + processor);
  }

  @Override
  public Attempt admitVirtualMachine() {
    return answer("admit virtual machine", admits);
  }

  @Override
  public void lowerShield() {
    asked.add("lower shield");
  }

  @Override
  public Attempt lockMemory() {
    return answer("memory");
  }

  @Override
  public void releaseMemory() {
    asked.add("release memory");
  }

  @Override
  public Attempt leastTimerSlack() {
    return answer("slack");
  }

  @Override
  public Attempt holdWakeLatency() {
    return answer("latency");
  }

  @Override
  public void releaseWakeLatency() {
    asked.add("release latency");
  }

  @Override
  public KernelReport kernel() {
    return new KernelReport("6.12", true, isolated, "950000/1000000", "");
  }
}
