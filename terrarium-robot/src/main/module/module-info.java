/// Safety, bus, broker and the control loop.
module dev.terrarium.robot {
  requires transitive dev.terrarium.pipeline;
  requires transitive euclid;
  requires transitive java.measure;
  requires HdrHistogram;
  requires flatbuffers.java;
  requires jdk.management;
  requires org.apache.arrow.format;
  requires org.tomlj;
  requires static jdk.jfr;
  requires static micrometer.core;
  requires static org.jspecify;
  requires tech.units.indriya;

  exports dev.terrarium.broker;
  exports dev.terrarium.broker.declaration;
  exports dev.terrarium.broker.micrometer;
  exports dev.terrarium.bus;
  exports dev.terrarium.bus.actuator;
  exports dev.terrarium.bus.command;
  exports dev.terrarium.bus.parameter;
  exports dev.terrarium.control;
  exports dev.terrarium.control.law;
  exports dev.terrarium.control.loop;
  exports dev.terrarium.control.move;
  exports dev.terrarium.control.record;
  exports dev.terrarium.control.robot;
  exports dev.terrarium.control.sim;
  exports dev.terrarium.message.geometry;
  exports dev.terrarium.message.payload;
  exports dev.terrarium.message.quantity;
  exports dev.terrarium.message.topic;
  exports dev.terrarium.safety;
}
