package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Conduct;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One node of a manifest.
///
/// @param id its name, unique in the manifest
/// @param nodeType what kind of node it is, such as `AudioResampler` or `vad:EnergyDetector`
/// @param params what it is made with: JSON as null, Boolean, Long, BigInteger, Double, String,
///   List and Map
/// @param capabilities what it needs of the machine
/// @param conduct how it is to be run
/// @param source the program text that holds what `node_type` names, if the manifest itself does
public record NodeSpec(
    NodeId id,
    String nodeType,
    Map<String, @Nullable Object> params,
    Capabilities capabilities,
    Conduct conduct,
    Optional<String> source) {
  public NodeSpec {
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
  }
}
