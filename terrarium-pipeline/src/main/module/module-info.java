/// A manifest of Java and Python nodes becomes a graph becomes a run.
module dev.terrarium.pipeline {
  requires transitive dev.terrarium.python;
  requires com.fasterxml.jackson.core;
  requires jdk.management;
  requires org.snakeyaml.engine;
  requires static jdk.jfr;
  requires static org.jspecify;

  exports dev.terrarium.message;
  exports dev.terrarium.pipeline;
  exports dev.terrarium.pipeline.data;
  exports dev.terrarium.pipeline.graph;
  exports dev.terrarium.pipeline.json;
  exports dev.terrarium.pipeline.manifest;
  exports dev.terrarium.pipeline.metrics;
  exports dev.terrarium.pipeline.run;
  exports dev.terrarium.pipeline.sound;
  exports dev.terrarium.worker;
  exports dev.terrarium.worker.script;

  uses dev.terrarium.pipeline.NodeProvider;
  uses dev.terrarium.worker.PythonItems;
  uses dev.terrarium.worker.script.ScriptHostProvider;

  provides dev.terrarium.pipeline.NodeProvider with
      dev.terrarium.pipeline.nodes.BuiltInNodes,
      dev.terrarium.worker.inline.InlineNodes,
      dev.terrarium.worker.process.ProcessNodes;
  provides dev.terrarium.worker.PythonItems with
      dev.terrarium.worker.inline.HostItems;
  provides dev.terrarium.worker.script.ScriptHostProvider with
      dev.terrarium.worker.inline.InlineScripts,
      dev.terrarium.worker.process.ProcessScripts;
}
