using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;

namespace AiInfra.Serving.Batching;

/// <summary>Gathers requests of many callers into few calls of a model. Thread-safe.</summary>
/// <remarks>
/// A request that does not fit fails alone. When a call fails, its requests are run again one by one, so that one poisoned request does not take its neighbours with it: a model must not mind being asked twice.
/// Disposal answers what waits, refuses what comes, and frees the working memory; the model stays.
/// </remarks>
public sealed class Batcher : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly BatchQueue _queue = new();
    private readonly Stack<BatchWorker> _idle = new();
    private readonly Stack<BatchRun> _runs = new();
    private readonly Stack<BatchAnswers> _answers = new();
    private readonly Action<LatencyTally>? _left;
    private readonly BatchOptions _options;
    private readonly TimeProvider _time;
    private readonly BatchAlarm _alarm;
    private readonly BatchTiming _timing;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BatchCounts _counts = new();
    private int _running;
    private int _answering;
    private long _earliestDeadline = long.MaxValue;
    private bool _closed;

    /// <summary>Creates a batcher over a model.</summary>
    /// <param name="model">The model; dispose it after the batcher.</param>
    /// <param name="options">How to gather; default options when null.</param>
    /// <param name="time">The clock of delays and deadlines.</param>
    public Batcher(IModel model, BatchOptions? options = null, TimeProvider? time = null)
        : this(model, options, time, null, null)
    {
    }

    internal Batcher(IModel model, BatchOptions? options, TimeProvider? time, VersionTelemetry? telemetry, Action<LatencyTally>? left)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Telemetry = telemetry;
        _left = left;
        _options = (options ?? new BatchOptions()).Checked(nameof(options));
        _time = time ?? TimeProvider.System;
        _timing = new BatchTiming(_options, _time);
        _alarm = new BatchAlarm(_time, Tick);
    }

    /// <summary>What was done so far.</summary>
    public BatchStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return _counts.Snapshot(_time) with { Queued = _queue.Rows, Running = _running };
            }
        }
    }

    /// <summary>Whether not a single row may wait any more. Read without the lock: who comes at the same moment is asked again by <see cref="TryJoin"/>.</summary>
    internal bool IsFull => _queue.Rows >= _options.MaxQueuedRows;

    internal IModel Model { get; }

    internal VersionTelemetry? Telemetry { get; }

    internal TimeProvider Time => _time;

    internal int MaxSize => _options.MaxSize;

    /// <summary>Opens a way in for requests of one kind. Keep it: it pools its requests.</summary>
    public BatchLane<TRequest, TResult> Lane<TRequest, TResult>(IModelCodec<TRequest, TResult> codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return new BatchLane<TRequest, TResult>(this, codec);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            StartWorkers(_time.GetTimestamp());
            AnnounceEnd();
        }

        await _drained.Task.ConfigureAwait(false);
        await _alarm.DisposeAsync().ConfigureAwait(false);
        while (_runs.TryPop(out BatchRun? run))
        {
            run.Dispose();
        }
    }

    /// <summary>Puts a request into the queue, or says why not.</summary>
    internal Exception? TryJoin(BatchItem item, long now, TimeSpan? timeout)
    {
        if (item.Rows < 1 || item.Rows > _options.MaxSize)
        {
            return new InferenceRequestException("Request", $"1 to {_options.MaxSize} rows", $"{item.Rows}");
        }

        item.Since = now;
        item.Timeout = timeout ?? Timeout.InfiniteTimeSpan;
        item.Deadline = item.Timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : now + _timing.Ticks(item.Timeout);
        lock (_gate)
        {
            if (_closed)
            {
                return new ObjectDisposedException(nameof(Batcher));
            }

            if (_queue.Rows + item.Rows > _options.MaxQueuedRows)
            {
                _counts.Rejected++;
                return new QueueFullException(_queue.Rows, _options.MaxQueuedRows);
            }

            _queue.Add(item);
            _earliestDeadline = Math.Min(_earliestDeadline, item.Deadline);
            StartWorkers(now);
            Arm(now);
        }

        return null;
    }

    /// <summary>Counts a request that was refused before it came this far.</summary>
    internal void TurnedAway() => _counts.TurnedAway();

    /// <summary>Takes a request out of the queue again; false when a batch took it already.</summary>
    internal bool TryTakeBack(BatchItem item)
    {
        lock (_gate)
        {
            if (!_queue.Holds(item))
            {
                return false;
            }

            _queue.Remove(item);
            _counts.Cancelled++;
            AnnounceEnd();
            return true;
        }
    }

    /// <summary>A run with a slot that nobody uses.</summary>
    internal BatchRun Rent()
    {
        lock (_gate)
        {
            return _runs.TryPop(out BatchRun? run) ? run : new BatchRun(this);
        }
    }

    /// <summary>Gives a worker its next batch; false when it should rest, and its run is taken back. The worker counts as running while it has work.</summary>
    internal bool TryTake(BatchWorker worker, BatchRun run, List<BatchItem> expired, out int rows)
    {
        long now = _time.GetTimestamp();
        lock (_gate)
        {
            rows = 0;
            if (MayLeave(_running - 1, now))
            {
                rows = _queue.Take(_options.MaxSize, now, run.Items, expired);
                _counts.Took(run.Items.Count, rows, expired.Count);
                run.TakenAt = now;
            }

            if (run.Items.Count == 0 && expired.Count == 0)
            {
                _running--;
                _idle.Push(worker);
                _runs.Push(run);
                Arm(now);
                AnnounceEnd();
                return false;
            }

            StartWorkers(now);
            Arm(now);
            return true;
        }
    }

    /// <summary>Whether a finished call should be answered by another thread, because the next batch may leave already.</summary>
    internal bool TryHandOver()
    {
        lock (_gate)
        {
            // A bound on slots: where answering cannot keep up, the worker helps.
            bool hand = _answering <= _timing.MaxInstances && MayLeave(_running - 1, _time.GetTimestamp());
            _answering += hand ? 1 : 0;
            return hand;
        }
    }

    /// <summary>A run that was handed over has its results taken out.</summary>
    internal void Answered(BatchRun run)
    {
        lock (_gate)
        {
            _answering--;
            _runs.Push(run);
            AnnounceEnd();
        }
    }

    internal BatchAnswers RentAnswers()
    {
        lock (_gate)
        {
            return _answers.TryPop(out BatchAnswers? answers) ? answers : new BatchAnswers(this);
        }
    }

    internal void Return(BatchAnswers answers)
    {
        lock (_gate)
        {
            _answers.Push(answers);
        }
    }

    /// <summary>Time that the requests of a batch waited, all together.</summary>
    internal void Waited(long ticks) => _counts.Waited(ticks);

    /// <summary>The results of a batch were read: who counts himself in and out of a deployment is out.</summary>
    internal void Leave(LatencyTally tally)
    {
        if (tally.Count > 0)
        {
            _left?.Invoke(tally);
        }
    }

    internal void Count(int answered, int failed, int runAlone) => _counts.Ended(answered, failed, runAlone);

    private bool MayLeave(int running, long now) => _timing.MayLeave(_queue, running, _closed, now);

    private void StartWorkers(long now)
    {
        // One more at a time: a worker that takes its batch looks whether another is due.
        if (MayLeave(_running, now))
        {
            _running++;
            BatchWorker worker = _idle.TryPop(out BatchWorker? idle) ? idle : new BatchWorker(this);
            ThreadPool.UnsafeQueueUserWorkItem(worker, preferLocal: false);
        }
    }

    private void Tick()
    {
        var expired = new List<BatchItem>();
        long now = _time.GetTimestamp();
        lock (_gate)
        {
            _alarm.Rang();
            if (_earliestDeadline <= now)
            {
                _earliestDeadline = _queue.TakeExpired(now, expired);
                _counts.Expired += expired.Count;
                AnnounceEnd();
            }

            StartWorkers(now);
            Arm(now);
        }

        foreach (BatchItem item in expired)
        {
            item.Fail(new RequestTimeoutException(item.Timeout));
        }
    }

    private void Arm(long now)
    {
        if (_queue.IsEmpty)
        {
            _earliestDeadline = long.MaxValue;
            return;
        }

        _alarm.Set(_timing.LookAgain(_queue, _running, _earliestDeadline), now);
    }

    private void AnnounceEnd()
    {
        if (_closed && _running == 0 && _answering == 0 && _queue.IsEmpty)
        {
            _drained.TrySetResult();
        }
    }
}
