package dev.terrarium.message.payload;

import dev.terrarium.message.geometry.Transform;
import java.util.List;
import java.util.Optional;

/// What estimators conclude from what sensors measure.
public sealed interface Estimator extends Payload {

  /// Where something is thought to be.
  record Pose(
      @About("m, in the envelope's frame") Transform transform,
      @About("36 numbers, row by row, over x y z roll pitch yaw") Optional<List<Double>> covariance)
      implements Estimator {
    private static final String TYPE = "estimator.pose";

    public Pose {
      covariance = new Checks(TYPE).square("covariance", 6, covariance);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// Where something is thought to be, and how it moves.
  record Odometry(
      @About("m, in the envelope's frame") Transform pose,
      @About("m/s and rad/s") Geometry.Twist twist,
      @About("36 numbers, row by row, over x y z roll pitch yaw")
          Optional<List<Double>> poseCovariance,
      @About("36 numbers, row by row, over the linear and the angular velocity")
          Optional<List<Double>> twistCovariance)
      implements Estimator {
    private static final String TYPE = "estimator.odometry";

    public Odometry {
      var checks = new Checks(TYPE);
      poseCovariance = checks.square("pose_covariance", 6, poseCovariance);
      twistCovariance = checks.square("twist_covariance", 6, twistCovariance);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }
}
