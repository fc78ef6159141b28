package dev.facet.trainer.config;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.step.AdamW;
import dev.facet.trainer.step.Optimizer;
import dev.facet.trainer.step.Sgd;
import java.util.List;

/** Reads the sections {@code optimizer} and {@code schedule}. */
final class RuleSections {

  private RuleSections() {}

  private enum Rule {
    SGD,
    ADAMW
  }

  private enum Fall {
    POLYNOMIAL,
    COSINE,
    STEPS
  }

  static Optimizer optimizer(YamlSection section) throws BadYamlException {
    Rule rule = section.choice("kind", Rule.SGD);
    Optimizer optimizer =
        switch (rule) {
          case SGD -> sgd(section);
          case ADAMW -> adamW(section);
        };
    section.refuseUnknownKeys();
    return optimizer;
  }

  private static Optimizer sgd(YamlSection section) throws BadYamlException {
    double momentum = section.number("momentum", 0.9);
    double decay = section.number("weight-decay", 5e-4);
    return section.checked(() -> new Sgd(momentum, decay));
  }

  private static Optimizer adamW(YamlSection section) throws BadYamlException {
    double beta1 = section.number("beta1", 0.9);
    double beta2 = section.number("beta2", 0.999);
    double epsilon = section.number("epsilon", 1e-8);
    double decay = section.number("weight-decay", 0.05);
    return section.checked(() -> new AdamW(beta1, beta2, epsilon, decay));
  }

  static ScheduleConfig schedule(YamlSection section) throws BadYamlException {
    double rate = section.number("rate", null);
    long warmUp = section.whole("warm-up", 0L, 0, Integer.MAX_VALUE);
    ScheduleConfig.Fall fall =
        switch (section.choice("kind", Fall.POLYNOMIAL)) {
          case POLYNOMIAL ->
              new ScheduleConfig.Polynomial(
                  section.number("end", 0.0), section.number("power", 2.0));
          case COSINE -> new ScheduleConfig.Cosine(section.number("end", 0.0));
          case STEPS -> atSteps(section);
        };
    section.refuseUnknownKeys();
    return section.checked(() -> new ScheduleConfig(fall, rate, warmUp));
  }

  private static ScheduleConfig.AtSteps atSteps(YamlSection section) throws BadYamlException {
    List<Long> milestones = section.wholes("milestones", 1, Integer.MAX_VALUE);
    return new ScheduleConfig.AtSteps(section.number("factor", 0.1), milestones);
  }
}
