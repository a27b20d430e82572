package org.duixian.edge;

import java.io.Serializable;
import java.time.Duration;

/**
 * How rows go to ClickHouse.
 *
 * @param batchRows rows of one INSERT at most; the more, the fewer parts the server has to merge,
 *     and the more memory each writer takes while there is a backlog
 * @param batchEvery how long a row waits for its batch at most; a checkpoint sends it too
 * @param retries how often an INSERT is tried again, after 0, 1, 2 … seconds, before the job fails
 *     and starts again from its last checkpoint
 */
public record ClickHouseWriting(int batchRows, Duration batchEvery, int retries)
    implements Serializable {}
