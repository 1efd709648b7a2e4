package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.data.DataPorts;
import java.util.Map;

/// The nodes through which a Java program puts items in and takes items out.
final class DataNodes {
  private static final Parameter BUFFER_SIZE =
      Parameter.whole("buffer_size", "items that may wait").between(1, 1_000_000).orElse(100L);
  private static final double MOST_SECONDS = 31_536_000;

  private DataNodes() {}

  static BuiltIn source(DataPorts ports) {
    return new BuiltIn(
        "DataSourceNode",
        "Emits what a Java program puts in.",
        Ports.source("what the program puts in"),
        ParameterSchema.of(
            BUFFER_SIZE,
            Parameter.real(
                    "timeout_seconds",
                    0,
                    MOST_SECONDS,
                    "how long without an item until it is the end; a year at most")
                .orElse(30L)),
        Map.of("timeout_seconds", 5L),
        ports::source);
  }

  static BuiltIn sink(DataPorts ports) {
    return new BuiltIn(
        "DataSinkNode",
        "Hands items to a Java program.",
        Ports.of(Object.class, "anything", "nothing"),
        ParameterSchema.of(
            Parameter.flag("buffer_output", "keep items until the program takes them")
                .orElse(false),
            BUFFER_SIZE),
        Map.of("buffer_output", true),
        ports::sink);
  }
}
