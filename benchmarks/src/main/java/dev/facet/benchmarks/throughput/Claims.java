package dev.facet.benchmarks.throughput;

import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is claimed of throughput and latency. */
final class Claims {

  /** How much faster the passes make the engine, by model. */
  private static final Map<String, Double> TUNED =
      Map.of(
          "mobileface-v2", 4.5,
          "mobilefacenet-y1", 2.5,
          "lresnet34e-ir", 1.3);

  private static final double SERVER_COST = 1.25;
  private static final double OF_POSSIBLE = 0.85;

  /** How many lone requests' p99 may be the p99 under load. */
  static final double TIMES_LONE = 4;

  private static final double REFUSAL_MILLIS = 10;
  private static final double OF_PEAK = 0.95;
  private static final double OF_ECHO = 0.7;

  private static final double STEADY = 0.75;
  private static final double HALF = 0.5;
  private static final double OVERLOAD = 1.2;

  /** How far a load may be from the one that is claimed of. */
  private static final double NEAR = 0.05;

  private Claims() {}

  /** All that the result says something of, model after model. */
  static List<Claim> of(ThroughputResult result) {
    List<Claim> claims = new ArrayList<>();
    for (Ceiling ceiling : result.ceilings()) {
      claims.add(
          Claim.atLeast(ceiling.kind() + ": without engine / bare gRPC", ceiling.ratio(), OF_ECHO));
    }
    for (ModelResult model : result.models()) {
      if (TUNED.containsKey(model.name())) {
        claims.add(
            Claim.atLeast(
                model.name() + ": tuned / untuned",
                model.engine().ratio(),
                TUNED.getOrDefault(model.name(), 1.0)));
      }
      for (CallKind kind : CallKind.values()) {
        server(model, kind, result.cores(), claims);
      }
      waits(model, claims);
      at(model, CallKind.UNARY, OVERLOAD).ifPresent(load -> overload(model, load, claims));
    }
    return claims;
  }

  private static void server(ModelResult model, CallKind kind, int cores, List<Claim> claims) {
    String name = model.name() + " " + kind;
    at(model, kind, STEADY)
        .ifPresent(
            load ->
                claims.add(
                    Claim.atMost(
                        name + " at 75 %: CPU of server / bare",
                        load.serverEach() / model.bareEach(),
                        SERVER_COST)));
    claims.add(
        Claim.atLeast(
            name + ": closed loop / possible",
            model.closed(kind).achieved() / model.possible(kind, cores),
            OF_POSSIBLE));
  }

  private static void waits(ModelResult model, List<Claim> claims) {
    at(model, CallKind.UNARY, HALF)
        .ifPresent(
            load ->
                claims.add(
                    Claim.atMost(
                        model.name() + " unary at 50 %: p99 / lone p99",
                        load.answered().p99() / model.lone().answered().p99(),
                        TIMES_LONE)));
  }

  private static void overload(ModelResult model, Steady load, List<Claim> claims) {
    String name = model.name() + " unary at 120 %";
    if (load.count(Code.RESOURCE_EXHAUSTED) > 0) {
      claims.add(
          Claim.atMost(name + ": p99 of refusals in ms", load.refused().p99(), REFUSAL_MILLIS));
    }
    claims.add(
        Claim.atLeast(
            name + ": achieved / peak", load.achieved() / model.peak(CallKind.UNARY), OF_PEAK));
    claims.add(
        Claim.atMost(
            name + ": admitted and expired",
            (double) (load.count(Code.DEADLINE_EXCEEDED) + load.open()),
            0));
  }

  /** The load nearest to a share of the capacity, if there is one near. */
  private static Optional<Steady> at(ModelResult model, CallKind kind, double share) {
    return model.open(kind).stream()
        .min(Comparator.comparingDouble(load -> Math.abs(load.share() - share)))
        .filter(load -> Math.abs(load.share() - share) <= NEAR);
  }
}
