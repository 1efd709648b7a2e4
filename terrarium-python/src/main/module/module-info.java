/// Embeds CPython in this JVM through `java.lang.foreign`: find an interpreter, start it, call it.
module dev.terrarium.python {
  requires static org.jspecify;
  requires static java.logging;
  requires static jdk.jfr;
  requires static org.junit.jupiter.api;
  requires static org.slf4j;

  exports dev.terrarium.environment;
  exports dev.terrarium.logging to
      dev.terrarium.pipeline;
  exports dev.terrarium.os to
      dev.terrarium.pipeline,
      dev.terrarium.robot;
  exports dev.terrarium.python;
  exports dev.terrarium.python.arrow;
  exports dev.terrarium.python.logging;
  exports dev.terrarium.python.testing;
}
