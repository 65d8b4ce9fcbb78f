package org.convscope.visualize.report;

import java.util.Optional;
import org.convscope.visualize.attribute.Attribution;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.trust.Trust;

/**
 * One map of one class.
 *
 * @param method which method made it
 * @param attribution the map
 * @param trust its measures, where asked for
 */
public record Explanation(Method method, Attribution attribution, Optional<Trust> trust) {}
