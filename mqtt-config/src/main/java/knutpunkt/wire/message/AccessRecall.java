package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.util.Optional;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.wire.Channel;

/**
 * The service was restored from a backup and lacks a list that it once made: the controller is asked for the one that is
 * in force there, piece by piece.
 *
 * @param nonce of the want that told of that list
 * @param piece empty for the outline, from which the service sees what it lacks
 */
@JsonClassDescription("A service that was restored from a backup lacks a list it once made, and asks the "
        + "controller that holds it: first for an outline, then for the pieces it lacks.")
public record AccessRecall(Challenge nonce, Revision revision, Optional<Piece> piece) implements Message {
    public AccessRecall {
        requireNonNull(nonce, "nonce");
        requireNonNull(revision, "revision");
        requireNonNull(piece, "piece");
    }

    /**
     * Where to go on.
     *
     * @param bucket 0 to 255
     * @param from how many of the bucket's items the service has
     */
    public record Piece(int bucket, int from) {
        public Piece {
            if (bucket < 0 || bucket >= AccessList.BUCKETS || from < 0) {
                throw new IllegalArgumentException(
                        "piece [" + bucket + ", " + from + "] must be of a bucket, from 0 on or later");
            }
        }
    }

    @Override
    public Channel channel() {
        return Channel.ACCESS_RECALL;
    }
}
