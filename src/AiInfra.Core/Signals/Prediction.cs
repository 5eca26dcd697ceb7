using AiInfra.Core.Rows;

namespace AiInfra.Core.Signals;

/// <summary>One answer of a deployed model.</summary>
public sealed record Prediction
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

    /// <summary>Time from call to answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The raw inputs by name.</summary>
    public required Row Inputs { get; init; }

    /// <summary>The outputs by name.</summary>
    public required Row Outputs { get; init; }

    /// <summary>W3C trace id of the request, when traced.</summary>
    public string? TraceId { get; init; }

    /// <summary>The key the request sticks by, when given.</summary>
    public string? Key { get; init; }
}
