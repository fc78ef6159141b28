/** YAML files that people write, read strictly: manifests of models, configurations of training. */
@NullMarked
package dev.facet.model.yaml;

import org.jspecify.annotations.NullMarked;
