package org.convscope.visualize.ascend;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.convscope.engine.Tensor;
import org.convscope.visualize.ascend.residual.BranchShare;

/**
 * A subject's finished image and what was measured on it.
 *
 * @param subject what it shows
 * @param start number of the start, from 0
 * @param result the ascent, its image cut to what the network sees
 * @param snapshots images after some numbers of steps
 * @param frames images for a moving picture
 * @param probability of the class, where the subject is one
 * @param highFrequencies share of the energy above a quarter cycle per pixel, as {@link
 *     org.convscope.visualize.spectrum.Spectrum} measures it; absent for images too small for it
 * @param shares share of the gradient per residual branch
 */
public record Portrait(
    Subject subject,
    int start,
    AscentResult result,
    SortedMap<Integer, Tensor> snapshots,
    List<Tensor> frames,
    OptionalDouble probability,
    OptionalDouble highFrequencies,
    List<BranchShare> shares) {}
