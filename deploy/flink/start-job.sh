#!/usr/bin/env bash
# Starts the JobManager of one job: start-job.sh NAME [-D…] --job-classname CLASS [what the job is given]
#
# The job goes on where it was. While it runs, ZooKeeper names its last checkpoint, and that is taken.
# Where ZooKeeper names none, because the job was stopped with a savepoint or because ZooKeeper lost
# its disk, it is the newest checkpoint or savepoint on the volume; only where there is none does the
# job begin with the first event. The directories are the job's own, so that nobody takes another's.
set -euo pipefail

name=$1
shift
state=${DUIXIAN_STATE:-/state}
mkdir -p "$state/checkpoints/$name" "$state/savepoints/$name"
newest=$(find "$state/checkpoints/$name" "$state/savepoints/$name" -name _metadata -printf '%T@ %h\n' \
  | sort -n | tail -n 1 | cut -d ' ' -f 2-)
if [ -n "$newest" ]; then
  echo "start-job.sh: unless ZooKeeper names a checkpoint, $name goes on from $newest"
  set -- "-Dexecution.state-recovery.path=file://$newest" "$@"
fi

exec "${FLINK_HOME:-/opt/flink}/bin/standalone-job.sh" start-foreground \
  "-Djobmanager.rpc.address=$name" \
  "-Dhigh-availability.cluster-id=/$name" \
  "-Dexecution.checkpointing.dir=file://$state/checkpoints/$name" \
  "-Dexecution.checkpointing.savepoint-dir=file://$state/savepoints/$name" \
  "$@"
