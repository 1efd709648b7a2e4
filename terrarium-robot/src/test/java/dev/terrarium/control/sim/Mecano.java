package dev.terrarium.control.sim;

import us.ihmc.euclid.matrix.Matrix3D;
import us.ihmc.euclid.referenceFrame.ReferenceFrame;
import us.ihmc.euclid.referenceFrame.tools.ReferenceFrameTools;
import us.ihmc.euclid.transform.RigidBodyTransform;
import us.ihmc.euclid.tuple3D.Vector3D;
import us.ihmc.mecano.algorithms.CompositeRigidBodyMassMatrixCalculator;
import us.ihmc.mecano.algorithms.GeometricJacobianCalculator;
import us.ihmc.mecano.algorithms.InverseDynamicsCalculator;
import us.ihmc.mecano.multiBodySystem.RevoluteJoint;
import us.ihmc.mecano.multiBodySystem.RigidBody;
import us.ihmc.mecano.multiBodySystem.interfaces.MultiBodySystemBasics;
import us.ihmc.mecano.multiBodySystem.interfaces.RigidBodyBasics;

/// The same arm in IHMC's Mecano, another's work on the same equations.
final class Mecano {
  private static final Vector3D UP = new Vector3D(0, 0, 1);

  private final RigidBody base;
  private final RevoluteJoint[] joints;
  private final MultiBodySystemBasics system;
  private final ReferenceFrame flange;

  Mecano(FrankaParameters parameters) {
    base = new RigidBody("base", ReferenceFrameTools.constructARootFrame("room"));
    joints = new RevoluteJoint[parameters.links().size()];
    RigidBodyBasics body = base;
    for (int index = 0; index < joints.length; index++) {
      Link link = parameters.links().get(index);
      joints[index] = new RevoluteJoint("joint" + index, body, placed(link), UP);
      body =
          new RigidBody(
              "link" + index,
              joints[index],
              tensor(link.inertia()),
              link.mass(),
              new Vector3D(link.centre().x(), link.centre().y(), link.centre().z()));
    }
    system = MultiBodySystemBasics.toMultiBodySystemBasics(base);
    flange =
        ReferenceFrameTools.constructFrameWithUnchangingTranslationFromParent(
            "flange",
            joints[joints.length - 1].getFrameAfterJoint(),
            new Vector3D(0, 0, parameters.flange()));
  }

  void set(double[] q, double[] dq, double[] ddq) {
    for (int index = 0; index < joints.length; index++) {
      joints[index].setQ(q[index]);
      joints[index].setQd(dq[index]);
      joints[index].setQdd(ddq[index]);
    }
    base.updateFramesRecursively();
    flange.update();
  }

  double[] mass() {
    return new CompositeRigidBodyMassMatrixCalculator(system).getMassMatrix().getData().clone();
  }

  /// The torques of an accelerated motion, under this gravity.
  double[] torques(double gravity) {
    var calculator = new InverseDynamicsCalculator(system);
    calculator.setGravitationalAcceleration(-gravity);
    calculator.compute();
    return calculator.getJointTauMatrix().getData().clone();
  }

  /// The Jacobian of the flange in the base's frame, angular rows first.
  double[] jacobian() {
    var calculator = new GeometricJacobianCalculator();
    calculator.setKinematicChain(base, joints[joints.length - 1].getSuccessor());
    var axes =
        ReferenceFrameTools.constructFrameWithUnchangingTranslationFromParent(
            "axes" + System.nanoTime(), base.getBodyFixedFrame().getRootFrame(), position());
    calculator.setJacobianFrame(axes);
    return calculator.getJacobianMatrix().getData().clone();
  }

  Vector3D position() {
    return new Vector3D(pose().getTranslation());
  }

  RigidBodyTransform pose() {
    return flange.getTransformToRoot();
  }

  private static RigidBodyTransform placed(Link link) {
    var transform = new RigidBodyTransform();
    transform.appendRollRotation(link.alpha());
    transform.appendTranslation(link.a(), 0, link.d());
    return transform;
  }

  private static Matrix3D tensor(Link.Inertia of) {
    return new Matrix3D(
        of.xx(), of.xy(), of.xz(), of.xy(), of.yy(), of.yz(), of.xz(), of.yz(), of.zz());
  }
}
