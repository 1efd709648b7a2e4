package dev.terrarium.worker.inline;

import static dev.terrarium.worker.inline.LimitRow.differs;
import static dev.terrarium.worker.inline.LimitRow.runs;

import dev.terrarium.message.AudioFrame;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What becomes of values between Java, Python and JSON.
final class ValueLimits {
  static final List<LimitRow> ROWS =
      List.of(
          runs(
              "`None`, `bool`, `int`, `float`, `str`, `list`, `dict`",
              returning("item")
                  .on(Arrays.asList(null, true, 1L, 1.0, "ü", List.of(), Map.of("a", 2L))),
              "[[null,true,1,1.0,\"ü\",[],{\"a\":2}]]"),
          runs(
              "a text of several lines, with `\"` and `\\`",
              returning("item").on("a\n\"\\"),
              "[\"a\\n\\\"\\\\\"]"),
          runs("a tuple that leaves Python", returning("(1, 2)"), "[[1,2]]", "becomes a list"),
          runs(
              "NaN and infinities",
              returning("[float('nan'), float('inf')]"),
              "…[[null,null]]",
              "are null in JSON, with a warning; they stay what they are from node to node"),
          differs(
              "an `int` beyond 64 bits",
              returning("item + 1").on(BigInteger.ONE.shiftLeft(64)),
              "[18446744073709551617]",
              "stays exact; there it becomes a fraction or an error"),
          differs(
              "keys that are no `str`",
              returning("{1: 2}"),
              "The result at $[0] cannot be written as JSON: the keys of an object are texts, not the"
                  + " number 1",
              "stay what they are from node to node; JSON refuses them with their place"),
          differs(
              "`bytes`",
              returning("b'ab'"),
              "The result at $[0] cannot be written as JSON: bytes are not JSON; let a node turn them"
                  + " into a text or a list",
              "stay bytes from node to node, there an error; JSON refuses them with their place"),
          differs("a `set`", returning("{1}"), "[[1]]", "becomes a list in JSON, there an error"),
          differs(
              "an object of any other class",
              returning("[object()]"),
              "Node a failed: the value at $[0] cannot be converted: object has no counterpart in"
                  + " Java: give a dict, a list, a str or a number",
              "goes from Python node to Python node; leaving Python is an error, with its place"),
          differs(
              "a NumPy array that leaves Python",
              Trial.python("import numpy as np\ndef Node(item): return np.arange(3)"),
              "[[0,1,2]]",
              "becomes nested lists, there it is an error; from Python node to Python node it is the same"
                  + " array"),
          differs(
              "an object from one Python node to the next",
              Trial.graph("a>b", "'node_type': '@:make'", "'node_type': '@:same'")
                  .with(
                      """
                      class Thing: pass
                      made = []
                      def make(item):
                          made.append(Thing())
                          return made[0]
                      def same(thing): return thing is made[0]
                      """),
              "[true]",
              "is the same object; there the native runtime makes JSON of it, or an error"),
          runs(
              "sound in Python, as `(ndarray [channels, samples], rate)`",
              Trial.python(
                      "def Node(sound): return [type(sound).__name__, *sound[0].shape, sound[1]]")
                  .on(AudioFrame.silent(2, 3, 8000)),
              "[[\"tuple\",2,3,8000]]",
              "with metadata it is `((ndarray, rate), metadata)`; a node that takes sound takes `(ndarray,"
                  + " rate, metadata)`, too"));

  private ValueLimits() {}

  private static Trial returning(String expression) {
    return Trial.python("def Node(item): return " + expression);
  }
}
