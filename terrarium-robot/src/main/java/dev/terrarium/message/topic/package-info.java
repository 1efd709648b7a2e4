/// Where messages go and what surrounds them: paths of topics, envelopes, deliveries.
@NullMarked
package dev.terrarium.message.topic;

import org.jspecify.annotations.NullMarked;
