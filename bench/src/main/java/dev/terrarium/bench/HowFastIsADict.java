package dev.terrarium.bench;

import dev.terrarium.python.PyObject;
import dev.terrarium.python.TypeRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// How fast does a map of 10 strings to doubles become a Python dict, and that dict a map again?
public class HowFastIsADict {
  private static final TypeRef<Map<String, Double>> JOINTS = new TypeRef<>() {};

  /// The map; the same entries that `floor.c` uses.
  @State(Scope.Thread)
  public static class Joints {
    private static final int LENGTH = 10;

    final Map<String, Double> map = new LinkedHashMap<>();

    public Joints() {
      for (int i = 0; i < LENGTH; i++) {
        map.put("joint_" + i, i + 0.5);
      }
    }
  }

  @Benchmark
  public Map<String, Double> map(HeldGil held, Twin twin, Joints joints) {
    try (PyObject dict = held.gil.of(joints.map)) {
      Map<String, Double> back = dict.as(JOINTS);
      if (back.size() != Joints.LENGTH) {
        throw new IllegalStateException("the dict changed on its way");
      }
      return back;
    }
  }
}
