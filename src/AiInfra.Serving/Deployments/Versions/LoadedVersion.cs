using System.Collections.Concurrent;
using AiInfra.Core.Rows;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>A version in memory. Requests count themselves in and out; when it is retired and the last one has left, the memory is freed.</summary>
internal sealed class LoadedVersion
{
    // Without a batcher a request may still bring several rows.
    private const int DirectRows = 4096;
    private readonly ServingTelemetry _telemetry;
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<object, object> _lanes = new();
    private readonly SlotPool _slots;
    private readonly Batcher? _batcher;

    public LoadedVersion(string deployment, int version, IModel model, DeploymentOptions options, TimeProvider time, ServingTelemetry telemetry)
    {
        Version = version;
        Model = model;
        _telemetry = telemetry;
        Uses = new UseCount(() => _ = FreeAsync());
        Telemetry = new VersionTelemetry(telemetry, time, deployment, version, () => Uses.Inside);
        telemetry.Add(Telemetry);
        _slots = new SlotPool(model, DirectRows, Telemetry.Version);
        if (options.Batching is BatchOptions batching && model.Signature.HasRows)
        {
            _batcher = new Batcher(model, batching, time, Telemetry, Leave);
        }

        if (model.Signature.HasFixedRows)
        {
            RowCodec = new RowCodec(model.Signature);
            Rows = Open(RowCodec);
        }

        InputColumns = new TensorSchema(model.Signature.Inputs, [], model.Signature.Features);
        OutputColumns = new TensorSchema(model.Signature.Outputs, model.Signature.Classes);
        Tensors = new TensorLane(model.Signature, Open(new TensorCodec(model.Signature)));
        MaxRows = _batcher?.MaxSize ?? DirectRows;
    }

    public int Version { get; }

    public IModel Model { get; }

    public UseCount Uses { get; }

    public VersionTelemetry Telemetry { get; }

    /// <summary>Null when the model does not take rows.</summary>
    public RowCodec? RowCodec { get; }

    /// <summary>Null when the model does not take rows.</summary>
    public ModelLane<Row, Row>? Rows { get; }

    /// <summary>What the model's inputs are called as columns.</summary>
    public TensorSchema InputColumns { get; }

    /// <summary>What its outputs are called.</summary>
    public TensorSchema OutputColumns { get; }

    /// <summary>Tensors by name.</summary>
    public TensorLane Tensors { get; }

    /// <summary>What its runtime calls its kind.</summary>
    public required string Platform { get; init; }

    /// <summary>What is odd about it, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether requests are gathered.</summary>
    public bool IsBatched => _batcher is not null;

    /// <summary>Whether a request would be refused now, because the queue is full.</summary>
    public bool IsFull => _batcher is { IsFull: true };

    /// <summary>Most rows in one request.</summary>
    public int MaxRows { get; }

    /// <summary>Ends when a retired version's memory is free.</summary>
    public Task Freed => _freed.Task;

    /// <summary>The lane of a codec that is made once for this version under a key.</summary>
    public ModelLane<TRequest, TResult> Lane<TRequest, TResult>(object key, Func<LoadedVersion, IModelCodec<TRequest, TResult>> codec)
    {
        if (!_lanes.TryGetValue(key, out object? lane))
        {
            lane = _lanes.GetOrAdd(key, Open(codec(this)));
        }

        return (ModelLane<TRequest, TResult>)lane;
    }

    /// <summary>Lets the answered requests of a batch out.</summary>
    public void Leave(LatencyTally answered) => Uses.Leave(answered.MoveTo(Telemetry.Latency));

    /// <summary>Counts a request that was refused before it was read.</summary>
    public void TurnedAway()
    {
        _batcher?.TurnedAway();
        Telemetry.TurnedAway();
    }

    public VersionView View(string role, double weight) => new()
    {
        Version = Version,
        Role = role,
        Weight = weight,
        Platform = Platform,
        Signature = Model.Signature,
        InFlight = Uses.Inside,
        Answered = Telemetry.Answered,
        Failed = Telemetry.Failed,
        Unfit = Telemetry.Unfit,
        Rejected = Telemetry.Rejected,
        Latency = Telemetry.Latency.Snapshot(),
        Batches = _batcher?.Statistics,
        Warnings = Warnings,
    };

    private ModelLane<TRequest, TResult> Open<TRequest, TResult>(IModelCodec<TRequest, TResult> codec) => _batcher is null
        ? new DirectLane<TRequest, TResult>(_slots, codec)
        : new BatchedLane<TRequest, TResult>(_batcher.Lane(codec));

    /// <summary>Frees all of it, whatever part of it fails; the first failure is told by <see cref="Freed"/>.</summary>
    private async Task FreeAsync()
    {
        try
        {
            try
            {
                if (_batcher is not null)
                {
                    await _batcher.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                _telemetry.Remove(Telemetry);
                try
                {
                    _slots.Dispose();
                }
                finally
                {
                    Model.Dispose();
                }
            }

            _freed.TrySetResult();
        }
        catch (Exception e)
        {
            _freed.TrySetException(e);
        }
    }
}
