namespace AiInfra.Serving.Batching;

/// <summary>How requests are gathered into batches.</summary>
/// <remarks>
/// A batch leaves at once when fewer than <see cref="Instances"/> calls run. While they run, requests gather; the gathered batch leaves when a call ends,
/// or, where <see cref="MaxInstances"/> allows one more call, as soon as it is full or its oldest request has waited <see cref="MaxDelay"/>.
/// </remarks>
public sealed class BatchOptions : ICheckedOptions
{
    /// <summary>Most rows in a batch. A request with more rows is refused; requests are never split.</summary>
    /// <value>Default 64; 1 to 65,536.</value>
    public int MaxSize { get; set; } = 64;

    /// <summary>How long the oldest request waits before its batch leaves although others run (or, with <see cref="HoldWhenIdle"/>, although nobody else came).</summary>
    /// <value>Default 1 ms. Timers on most systems are no finer than 1 ms.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Calls of the model that run side by side without waiting for a full batch.</summary>
    /// <value>Default 1, at most 1024: while one call runs, the next batch gathers.</value>
    public int Instances { get; set; } = 1;

    /// <summary>Most calls side by side, full or delayed batches included.</summary>
    /// <value>Default 2, at most 1024. Values below <see cref="Instances"/> count as <see cref="Instances"/>.</value>
    public int MaxInstances { get; set; } = 2;

    /// <summary>Whether a batch waits for companions up to <see cref="MaxDelay"/> even while nothing runs. Fuller batches, slower single answers.</summary>
    /// <value>Default false.</value>
    public bool HoldWhenIdle { get; set; }

    /// <summary>Most rows that wait; beyond, requests are refused with <see cref="QueueFullException"/>.</summary>
    /// <value>Default 4096.</value>
    public int MaxQueuedRows { get; set; } = 4096;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Between(MaxSize, 1, 65536)
        .AtLeast(MaxDelay, TimeSpan.Zero)
        .Between(Instances, 1, 1024)
        .Between(MaxInstances, 1, 1024)
        .AtLeast(MaxQueuedRows, 1);
}
