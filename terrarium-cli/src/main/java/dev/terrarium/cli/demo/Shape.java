package dev.terrarium.cli.demo;

import dev.terrarium.control.sim.FrankaParameters;
import java.util.List;
import java.util.stream.IntStream;

/// What an arm is drawn from: where each joint is in the frame of the one before, by the modified
/// Denavit–Hartenberg rule.
///
/// @param flange how far the flange is from the last joint's frame, along its z, m
public record Shape(List<Joint> joints, double flange) {
  public Shape {
    joints = List.copyOf(joints);
  }

  /// One joint.
  ///
  /// @param a along x, m
  /// @param d along z, m
  /// @param alpha about x, rad
  /// @param lower how far it turns, rad, as `upper`
  public record Joint(double a, double d, double alpha, double lower, double upper) {}

  /// Returns that of a Franka.
  public static Shape of(FrankaParameters franka) {
    var limits = franka.limits();
    var joints =
        IntStream.range(0, limits.joints())
            .mapToObj(joint -> {
              var link = franka.links().get(joint);
              return new Joint(
                  link.a(), link.d(), link.alpha(), limits.lower(joint), limits.upper(joint));
            })
            .toList();
    return new Shape(joints, franka.flange());
  }
}
