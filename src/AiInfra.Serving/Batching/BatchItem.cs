using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Batching;

/// <summary>A waiting request: it has a place in the queue and is the source of its caller's task.</summary>
internal abstract class BatchItem(object lane, bool isUniform)
{
    /// <summary>Requests of different lanes never share a batch.</summary>
    public object Lane { get; } = lane;

    /// <summary>Whether all requests of its lane are of one row and stack, so that nobody need ask.</summary>
    public bool IsUniform { get; } = isUniform;

    /// <summary>Its place in the queue. Belongs to the queue's lock.</summary>
    public long Position { get; set; }

    public int Rows { get; protected set; }

    public BatchPriority Priority { get; protected set; }

    /// <summary>When it joined the queue, as a timestamp.</summary>
    public long Since { get; set; }

    /// <summary>When its time is up, as a timestamp; <see cref="long.MaxValue"/> for never.</summary>
    public long Deadline { get; set; }

    public TimeSpan Timeout { get; set; }

    public abstract bool Stacks(BatchItem first);

    public abstract void Shape(ModelSlot slot, int rows);

    public abstract void Write(ModelSlot slot, int row);

    /// <summary>Takes the result that begins at a row out of the slot.</summary>
    public abstract void Read(ModelSlot slot, int row);

    /// <summary>Answers the caller with what <see cref="Read"/> took; what the caller does next runs here. The item must not be touched afterwards.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller why there is no answer; what the caller does next runs on the thread pool.</summary>
    public abstract void Fail(Exception error);
}
