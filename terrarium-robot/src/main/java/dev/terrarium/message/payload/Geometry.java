package dev.terrarium.message.payload;

import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;

/// Points, poses, motions and forces.
public sealed interface Geometry extends Payload {

  /// A point.
  record Point3D(@About("m") Vec3 vec) implements Geometry {
    @Override
    public String type() {
      return "geometry.point3d";
    }
  }

  /// Where something is and how it lies.
  record Pose(@About("m") Transform transform) implements Geometry {
    @Override
    public String type() {
      return "geometry.pose";
    }
  }

  /// How fast something moves and turns.
  record Twist(@About("m/s") Vec3 linear, @About("rad/s") Vec3 angular) implements Geometry {
    @Override
    public String type() {
      return "geometry.twist";
    }
  }

  /// How something is accelerated.
  record Accel(@About("m/s²") Vec3 linear, @About("rad/s²") Vec3 angular) implements Geometry {
    @Override
    public String type() {
      return "geometry.accel";
    }
  }

  /// What pushes and turns something.
  record Wrench(@About("N") Vec3 force, @About("N·m") Vec3 torque) implements Geometry {
    @Override
    public String type() {
      return "geometry.wrench";
    }
  }

  /// A motion in the plane.
  record Twist2D(
      @About("m/s") double vx, @About("m/s") double vy, @About("rad/s, about z") double omega)
      implements Geometry {
    private static final String TYPE = "geometry.twist2d";

    public Twist2D {
      var checks = new Checks(TYPE);
      checks.finite("vx", vx);
      checks.finite("vy", vy);
      checks.finite("omega", omega);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// A force in the plane.
  record Wrench2D(@About("N") double fx, @About("N") double fy, @About("N·m, about z") double tau)
      implements Geometry {
    private static final String TYPE = "geometry.wrench2d";

    public Wrench2D {
      var checks = new Checks(TYPE);
      checks.finite("fx", fx);
      checks.finite("fy", fy);
      checks.finite("tau", tau);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }
}
