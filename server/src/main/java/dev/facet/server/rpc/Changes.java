package dev.facet.server.rpc;

import dev.facet.v1.ModelServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.Set;

/** Tells the calls that change which versions are loaded and live from all others. */
final class Changes {

  /**
   * The methods of ModelService that change nothing; one that is new is taken to change something.
   */
  private static final Set<String> READ_METHODS =
      Set.of(
          ModelServiceGrpc.getListModelsMethod().getFullMethodName(),
          ModelServiceGrpc.getGetModelMethod().getFullMethodName(),
          ModelServiceGrpc.getWatchModelsMethod().getFullMethodName());

  private Changes() {}

  /** Whether a call changes models. */
  static boolean madeBy(MethodDescriptor<?, ?> method) {
    return ModelServiceGrpc.SERVICE_NAME.equals(method.getServiceName())
        && !READ_METHODS.contains(method.getFullMethodName());
  }
}
