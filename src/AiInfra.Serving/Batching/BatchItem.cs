using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Batching;

/// <summary>A waiting request: a node of the queue and the source of its caller's task. Fields belong to the queue's lock.</summary>
internal abstract class BatchItem
{
    public BatchItem? Next { get; set; }

    public BatchItem? Previous { get; set; }

    public bool IsQueued { get; set; }

    public int Rows { get; protected set; }

    public BatchPriority Priority { get; protected set; }

    /// <summary>When it joined the queue, as a timestamp.</summary>
    public long Since { get; set; }

    /// <summary>When its time is up, as a timestamp; <see cref="long.MaxValue"/> for never.</summary>
    public long Deadline { get; set; }

    public TimeSpan Timeout { get; set; }

    /// <summary>The first row of it in the batch.</summary>
    public int Offset { get; set; }

    public abstract bool Stacks(BatchItem first);

    public abstract void Shape(ModelSlot slot, int rows);

    public abstract void Write(ModelSlot slot, int row);

    public abstract void Read(ModelSlot slot);

    /// <summary>Answers the caller with what <see cref="Read"/> took.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);

    /// <summary>Whether <see cref="Fail"/> was called during the batch.</summary>
    public bool HasFailed { get; set; }
}
