package dev.terrarium.cli.draw.layout;

/// A place; `y` grows downwards.
public record Point(double x, double y) {}
