namespace AiInfra.Core.Signals;

/// <summary>What a deployment tells of one request: who answered, when, how fast, and, by its type, what went in and came out.</summary>
/// <remarks>
/// A model of rows gives <see cref="RowPrediction"/>, one of other tensors <see cref="TensorPrediction"/>, a language model <see cref="Completion"/>, and a request that
/// brought no answer <see cref="FailedRequest"/>. Who listens to one of them asks by type: <c>signal is RowPrediction row</c>.
/// </remarks>
public abstract record Signal
{
    /// <summary>Unique id; feedback refers to it.</summary>
    public required string Id { get; init; }

    /// <summary>Deployment that answered.</summary>
    public required string Deployment { get; init; }

    /// <summary>Registered model.</summary>
    public required string Model { get; init; }

    /// <summary>Version of the model.</summary>
    public required int Version { get; init; }

    /// <summary>Role in which the version answered.</summary>
    public PredictionRole Role { get; init; }

    /// <summary>When the answer was given, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Time from call to answer, or to the failure.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>W3C trace id of the request, when traced.</summary>
    public string? TraceId { get; init; }

    /// <summary>The key the request sticks by, when given.</summary>
    public string? Key { get; init; }

    /// <summary>The id of the answer that this one shadows; null where a caller got this one. Feedback on that id counts for this one too.</summary>
    public string? Of { get; init; }

    /// <summary>What it consumed; null where that is not counted.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Why it brought no answer, or broke off; null where it was answered.</summary>
    public RequestFailure? Failure { get; init; }

    /// <summary>What it carries.</summary>
    public abstract SignalBody Body { get; }
}
