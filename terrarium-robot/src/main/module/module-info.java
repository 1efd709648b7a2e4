/// Safety, bus, broker and the control loop. The rooms are still empty.
module dev.terrarium.robot {
  requires transitive dev.terrarium.pipeline;
}
