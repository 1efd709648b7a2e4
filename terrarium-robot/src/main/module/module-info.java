/// Safety, bus, broker and the control loop. The rooms are still empty, safety apart.
module dev.terrarium.robot {
  requires transitive dev.terrarium.pipeline;
  requires static org.jspecify;

  exports dev.terrarium.safety;
}
