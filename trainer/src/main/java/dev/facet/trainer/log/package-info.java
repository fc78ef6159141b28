/** What a training run leaves for people: its metrics as CSV, for TensorBoard, and as a picture. */
@NullMarked
package dev.facet.trainer.log;

import org.jspecify.annotations.NullMarked;
