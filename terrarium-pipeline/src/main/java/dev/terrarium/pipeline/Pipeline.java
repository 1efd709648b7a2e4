package dev.terrarium.pipeline;

public final class Pipeline {
  private Pipeline() {}
}
