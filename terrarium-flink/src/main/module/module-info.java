/// Runs a pipeline on a cluster. The room is still empty.
module dev.terrarium.flink {
  requires transitive dev.terrarium.pipeline;
}
