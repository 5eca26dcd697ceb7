namespace AiInfra.Serving.Batching;

/// <summary>What a batcher did since it began.</summary>
public sealed record BatchStatistics
{
    /// <summary>Calls of the model with a gathered batch.</summary>
    public long Batches { get; init; }

    /// <summary>Rows in those calls.</summary>
    public long Rows { get; init; }

    /// <summary>Requests answered.</summary>
    public long Answered { get; init; }

    /// <summary>Requests that failed, each by its own fault or the model's.</summary>
    public long Failed { get; init; }

    /// <summary>Requests that were run again alone because their batch failed.</summary>
    public long RunAlone { get; init; }

    /// <summary>Requests refused because the queue was full.</summary>
    public long Rejected { get; init; }

    /// <summary>Requests whose time was up while they waited.</summary>
    public long Expired { get; init; }

    /// <summary>Requests cancelled while they waited.</summary>
    public long Cancelled { get; init; }

    /// <summary>Rows that wait now.</summary>
    public int Queued { get; init; }

    /// <summary>Calls that run now.</summary>
    public int Running { get; init; }

    /// <summary>Time that requests spent waiting, all together.</summary>
    public TimeSpan QueueTime { get; init; }

    /// <summary>Mean rows of a batch.</summary>
    public double MeanBatch => Batches == 0 ? 0 : (double)Rows / Batches;
}
