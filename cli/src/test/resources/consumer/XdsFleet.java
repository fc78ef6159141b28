import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.core.v3.Address;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.core.v3.Locality;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.listener.v3.ApiListener;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.listener.v3.Listener;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.route.v3.Route;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.grpc.xds.shaded.io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.grpc.xds.shaded.io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.grpc.xds.shaded.io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.grpc.xds.shaded.io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.grpc.xds.shaded.io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.grpc.xds.shaded.io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.xds.shaded.io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A control plane that gives one server three times the weight of another, and a client that is led
 * by it. Arguments: the ports of the two servers, and a photo. Prints how many of 400 faces each
 * server embedded, by the name of its model.
 */
public final class XdsFleet {
  private static final int FACES = 400;

  public static void main(String[] arguments) throws IOException {
    ControlPlane plane =
        new ControlPlane(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(plane)
            .build()
            .start();
    System.setProperty(
        "io.grpc.xds.bootstrapConfig",
        """
        {"xds_servers": [{"server_uri": "127.0.0.1:%d", "channel_creds": [{"type": "insecure"}],
        "server_features": ["xds_v3"]}], "node": {"id": "consumer"}}
        """
            .formatted(server.getPort()));
    Map<String, Integer> answers = new TreeMap<>();
    FaceImage photo = FaceImage.read(Path.of(arguments[2]));
    try (FacetClient client = FacetClient.builder("xds:///face").plaintext().build()) {
      for (int i = 0; i < FACES; i++) {
        answers.merge(client.embed(photo).model().name(), 1, Integer::sum);
      }
    }
    System.out.println(answers);
    server.shutdownNow();
  }

  /** Tells each client the same, whatever it asks for. */
  private static final class ControlPlane
      extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {
    private static final String CLUSTER = "faces";
    private static final ConfigSource HERE =
        ConfigSource.newBuilder().setAds(AggregatedConfigSource.getDefaultInstance()).build();

    private final int heavy;
    private final int light;

    ControlPlane(int heavy, int light) {
      this.heavy = heavy;
      this.light = light;
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(
        StreamObserver<DiscoveryResponse> client) {
      return new StreamObserver<>() {
        @Override
        public void onNext(DiscoveryRequest request) {
          if (request.hasErrorDetail()) {
            System.err.println(request.getErrorDetail().getMessage());
          }
          // One with a nonce tells that an answer was understood.
          if (request.getResponseNonce().isEmpty()) {
            client.onNext(
                DiscoveryResponse.newBuilder()
                    .setTypeUrl(request.getTypeUrl())
                    .setVersionInfo("1")
                    .setNonce("1")
                    .addResources(Any.pack(resource(request.getTypeUrl())))
                    .build());
          }
        }

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {
          client.onCompleted();
        }
      };
    }

    private Message resource(String type) {
      return switch (type.substring(type.lastIndexOf('.') + 1)) {
        case "Listener" -> listener();
        case "Cluster" -> cluster();
        case "ClusterLoadAssignment" -> endpoints();
        default -> throw new IllegalArgumentException(type);
      };
    }

    private static Listener listener() {
      RouteConfiguration routes =
          RouteConfiguration.newBuilder()
              .addVirtualHosts(
                  VirtualHost.newBuilder()
                      .addDomains("*")
                      .addRoutes(
                          Route.newBuilder()
                              .setMatch(RouteMatch.newBuilder().setPrefix(""))
                              .setRoute(RouteAction.newBuilder().setCluster(CLUSTER))))
              .build();
      HttpFilter router =
          HttpFilter.newBuilder()
              .setName("router")
              .setTypedConfig(Any.pack(Router.getDefaultInstance()))
              .build();
      return Listener.newBuilder()
          .setName("face")
          .setApiListener(
              ApiListener.newBuilder()
                  .setApiListener(
                      Any.pack(
                          HttpConnectionManager.newBuilder()
                              .setRouteConfig(routes)
                              .addHttpFilters(router)
                              .build())))
          .build();
    }

    private static Cluster cluster() {
      return Cluster.newBuilder()
          .setName(CLUSTER)
          .setType(Cluster.DiscoveryType.EDS)
          .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(HERE))
          .build();
    }

    private ClusterLoadAssignment endpoints() {
      return ClusterLoadAssignment.newBuilder()
          .setClusterName(CLUSTER)
          .addEndpoints(zone("a", heavy, 3))
          .addEndpoints(zone("b", light, 1))
          .build();
    }

    private static LocalityLbEndpoints zone(String name, int port, int weight) {
      SocketAddress address =
          SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port).build();
      return LocalityLbEndpoints.newBuilder()
          .setLocality(Locality.newBuilder().setZone(name))
          .setLoadBalancingWeight(UInt32Value.of(weight))
          .addLbEndpoints(
              LbEndpoint.newBuilder()
                  .setEndpoint(
                      Endpoint.newBuilder()
                          .setAddress(Address.newBuilder().setSocketAddress(address))))
          .build();
    }
  }
}
