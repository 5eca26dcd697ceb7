using System.Threading.Tasks.Sources;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Batching;

/// <summary>A waiting request of one kind; pooled, and its own task source.</summary>
internal sealed class BatchItem<TRequest, TResult> : BatchItem, IValueTaskSource<TResult>
{
    private readonly BatchLane<TRequest, TResult> _lane;
    private ManualResetValueTaskSourceCore<TResult> _source;
    private CancellationTokenRegistration _registration;
    private TRequest _request = default!;
    private TResult _result = default!;

    public BatchItem(BatchLane<TRequest, TResult> lane)
        : base(lane, lane.IsUniform) => _lane = lane;

    public short Version => _source.Version;

    public void Begin(TRequest request, int rows, BatchPriority priority)
    {
        _request = request;
        Rows = rows;
        Priority = priority;
    }

    /// <summary>Watches the caller's token; only while the item is queued does cancelling change anything.</summary>
    public void Watch(CancellationToken cancellationToken) =>
        _registration = cancellationToken.UnsafeRegister(static (item, token) => ((BatchItem<TRequest, TResult>)item!).Cancel(token), this);

    public override bool Stacks(BatchItem first) =>
        ReferenceEquals(first.Lane, _lane) && (IsUniform || _lane.Codec.Stacks(((BatchItem<TRequest, TResult>)first)._request, _request));

    public override void Shape(ModelSlot slot, int rows) => _lane.Codec.Shape(_request, slot, rows);

    public override void Write(ModelSlot slot, int row) => _lane.Codec.Write(_request, slot, row);

    public override void Read(ModelSlot slot, int row) => _result = _lane.Codec.Read(_request, slot, row);

    public override void Complete()
    {
        _source.RunContinuationsAsynchronously = false;
        _source.SetResult(_result);
    }

    public override void Fail(Exception error)
    {
        _lane.Codec.Failed(_request, error);

        // Whoever cancels, or runs the batch, has no time for what the caller does next.
        _source.RunContinuationsAsynchronously = true;
        _source.SetException(error);
    }

    public TResult GetResult(short token)
    {
        // A task that is awaited twice, or too early, is its caller's error: the item, which may be another caller's by now, is not touched.
        if (_source.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The answer is not there yet. Await the task, once.");
        }

        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            // Dispose waits for a cancellation that is just running, so that it cannot meet the item's next life.
            _registration.Dispose();
            _registration = default;
            _request = default!;
            _result = default!;
            _source.Reset();
            _lane.Return(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        if (_lane.Batcher.TryTakeBack(this))
        {
            Fail(new OperationCanceledException(token));
        }
    }
}
